import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { inspectionResults, MAX_PHOTOS, type InspectionResult } from '@tillwatch/events';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsObject, Matches, ValidateBy } from 'class-validator';
import { CommandBody, maxPersonId, maxSentence, Name, Omittable, Sentence } from '../alerts/alert.dto.js';

export const maxAnswer = 500;
const maxQuestions = 50;
const printable = /^[^\p{Cc}\p{Cs}]*$/u;

export class InspectionBody extends CommandBody {
  @ApiProperty({ maxLength: maxPersonId, description: 'Who looked.' })
  @Name(maxPersonId)
  inspector!: string;

  @ApiProperty({ enum: inspectionResults, description: '`tamper` and `substitution` raise an alert.' })
  @IsIn(inspectionResults)
  result!: InspectionResult;

  @ApiProperty({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'boolean' }, { type: 'string', maxLength: maxAnswer }] },
    description: `Question to answer, at most ${maxQuestions}.`,
    example: { 'serial matches': true, 'seals intact': true },
  })
  @IsObject()
  @ValidateBy({ name: 'isChecklist', validator: { validate: isChecklist } })
  checklist!: Record<string, boolean | string>;

  @ApiPropertyOptional({ type: [String], maxItems: MAX_PHOTOS, description: 'SHA-256 of each photo, lower-case hex.' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(MAX_PHOTOS)
  @ArrayUnique()
  @Matches(/^[0-9a-f]{64}$/, { each: true })
  photos?: string[];

  @ApiPropertyOptional({ maxLength: maxSentence })
  @Omittable()
  @Sentence()
  notes?: string;
}

export class InspectionIdDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
}

function isChecklist(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const answers = Object.entries(value);
  const isText = (text: unknown) =>
    typeof text === 'string' && text.trim() !== '' && text.length <= maxAnswer && printable.test(text);
  return (
    answers.length <= maxQuestions &&
    answers.every(([question, answer]) => isText(question) && (typeof answer === 'boolean' || isText(answer)))
  );
}
