import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { DailyContent, DailyReviewDetail } from '@tillwatch/api';
import { IsBoolean, Matches } from 'class-validator';
import { CommandBody, maxSentence, Omittable, Sentence } from '../alerts/alert.dto.js';
import { DoneByDto } from '../alerts/done-by.dto.js';

const day = /^\d{4}-\d{2}-\d{2}$/;

export class DailyReviewPath {
  @ApiProperty({ format: 'date' }) @Matches(day) id!: string;
}

export class CompileBody extends CommandBody {
  @ApiProperty({ format: 'date', example: '2026-11-24' }) @Matches(day) date!: string;
  @ApiPropertyOptional({ default: '+00:00', description: 'Where the day has its midnights.', example: '+08:00' })
  @Omittable()
  @Matches(/^[+-](?:0\d|1[0-4]):[0-5]\d$/)
  zone?: string;
}

export class SignOffBody extends CommandBody {
  @ApiProperty({ maxLength: maxSentence }) @Sentence() note!: string;
  @ApiPropertyOptional({ description: 'Of what was looked at; 409 when the day was compiled again since.' })
  @Omittable()
  @Matches(/^[0-9a-f]{64}$/)
  digest?: string;
}

export class FourEyesBody extends CommandBody {
  @ApiProperty({ description: 'Whether what is risky takes two people.' }) @IsBoolean() required!: boolean;
  @ApiProperty({ maxLength: maxSentence }) @Sentence() reason!: string;
}

class SignedOffDto extends DoneByDto {
  @ApiProperty() note!: string;
  @ApiProperty({ description: 'Whoever signed had handled its alerts, and was the only person there was.' })
  singlePerson!: boolean;
}

class ChangedDto extends DoneByDto {
  @ApiProperty() reason!: string;
}

export class FourEyesDto {
  @ApiProperty() required!: boolean;
  @ApiPropertyOptional() changed?: ChangedDto;
}

export class DailyReviewDto implements DailyReviewDetail {
  @ApiProperty({ format: 'date' }) id!: string;
  @ApiProperty({ format: 'date' }) date!: string;
  @ApiProperty() zone!: string;
  @ApiProperty({ type: 'integer', description: 'The log was looked at up to here.' }) position!: number;
  @ApiProperty({ description: 'SHA-256 of the canonical JSON of `content`.' }) digest!: string;
  @ApiProperty() compiled!: DoneByDto;
  @ApiPropertyOptional() signedOff?: SignedOffDto;
  @ApiProperty({ type: 'integer' }) alerts!: number;
  @ApiProperty({ type: 'integer' }) exceptions!: number;
  @ApiProperty({ type: 'object', additionalProperties: true }) content!: DailyContent;
}
