import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { AccessDecision, AccessReviewView } from '@tillwatch/api';
import { accessDecisions } from '@tillwatch/domain';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsUUID, ValidateNested } from 'class-validator';
import { CommandBody, maxPersonId, maxReference, maxSentence, Name, Omittable, Sentence } from '../alerts/alert.dto.js';
import { Instant } from '../alerts/silence.dto.js';
import { DoneByDto } from '../alerts/done-by.dto.js';

const instant = { type: String, format: 'date-time' } as const;
const maxDecisions = 200;

export class OpenReviewBody extends CommandBody {
  @ApiPropertyOptional({ ...instant, description: 'When it is to be closed; default in 30 days.' })
  @Omittable()
  @Instant()
  dueAt?: string;

  @ApiPropertyOptional({ maxLength: maxReference, description: 'Only accounts last seen there.' })
  @Omittable()
  @Name(maxReference)
  storeId?: string;
}

export class AccessDecisionBody {
  @ApiPropertyOptional({ maxLength: maxPersonId, description: 'This or `accountId`.' })
  @Omittable()
  @Name(maxPersonId)
  operatorId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: "One of the platform's own accounts." })
  @Omittable()
  @IsUUID()
  accountId?: string;

  @ApiProperty({ enum: accessDecisions }) @IsIn(accessDecisions) decision!: AccessDecision;
  @ApiProperty({ maxLength: maxSentence }) @Sentence() reason!: string;
}

export class DecisionsBody extends CommandBody {
  @ApiProperty({ type: [AccessDecisionBody], minItems: 1, maxItems: maxDecisions })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(maxDecisions)
  @ArrayUnique((decided: AccessDecisionBody | null) => decided?.accountId ?? decided?.operatorId)
  @ValidateNested({ each: true })
  @Type(() => AccessDecisionBody)
  decisions!: AccessDecisionBody[];
}

export class CloseReviewBody extends CommandBody {
  @ApiPropertyOptional({ maxLength: maxSentence }) @Omittable() @Sentence() note?: string;
}

class ClosedReviewDto extends DoneByDto {
  @ApiPropertyOptional() note?: string;
}

class DecisionCountsDto {
  @ApiProperty({ type: 'integer' }) keep!: number;
  @ApiProperty({ type: 'integer' }) change!: number;
  @ApiProperty({ type: 'integer' }) remove!: number;
}

export class AccessReviewDto implements AccessReviewView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() opened!: DoneByDto;
  @ApiProperty(instant) dueAt!: string;
  @ApiPropertyOptional() storeId?: string;
  @ApiProperty({ enum: ['open', 'decided', 'closed'] }) status!: AccessReviewView['status'];
  @ApiProperty() overdue!: boolean;
  @ApiProperty({ type: 'integer' }) accounts!: number;
  @ApiProperty({ type: 'integer' }) undecided!: number;
  @ApiProperty() decisions!: DecisionCountsDto;
  @ApiPropertyOptional() closed?: ClosedReviewDto;
}
