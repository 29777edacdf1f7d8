import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ControlFailureView, SecurityControl } from '@tillwatch/api';
import { securityControls } from '@tillwatch/events';
import { IsIn, IsUUID } from 'class-validator';
import { CommandBody, maxSentence, Omittable, Sentence } from '../alerts/alert.dto.js';
import { Instant } from '../alerts/silence.dto.js';
import { DoneByDto } from '../alerts/done-by.dto.js';

const instant = { type: String, format: 'date-time' } as const;

export class OpenFailureBody extends CommandBody {
  @ApiProperty({ enum: securityControls }) @IsIn(securityControls) control!: SecurityControl;
  @ApiProperty({ ...instant, description: 'When it failed.' }) @Instant() startedAt!: string;
  @ApiProperty({ maxLength: maxSentence }) @Sentence() description!: string;
  @ApiPropertyOptional({ maxLength: maxSentence }) @Omittable() @Sentence() cause?: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'The recovery case that showed it.' })
  @Omittable()
  @IsUUID()
  caseId?: string;
}

export class ResumeFailureBody extends CommandBody {
  @ApiProperty({ ...instant, description: 'When it worked again.' }) @Instant() resumedAt!: string;
  @ApiProperty({ maxLength: maxSentence }) @Sentence() cause!: string;
  @ApiProperty({ maxLength: maxSentence }) @Sentence() fix!: string;
}

export class CloseFailureBody extends CommandBody {
  @ApiProperty({ maxLength: maxSentence, description: 'What more has to be done, and what keeps it from recurring.' })
  @Sentence()
  riskAssessment!: string;
}

class ResumedDto extends DoneByDto {
  @ApiProperty(instant) resumedAt!: string;
  @ApiProperty() fix!: string;
}

class ClosedFailureDto extends DoneByDto {
  @ApiProperty() riskAssessment!: string;
}

export class ControlFailureDto implements ControlFailureView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: securityControls }) control!: SecurityControl;
  @ApiProperty({ enum: ['open', 'resumed', 'closed'] }) status!: ControlFailureView['status'];
  @ApiProperty(instant) startedAt!: string;
  @ApiProperty() description!: string;
  @ApiPropertyOptional() cause?: string;
  @ApiPropertyOptional({ format: 'uuid' }) caseId?: string;
  @ApiProperty() opened!: DoneByDto;
  @ApiPropertyOptional() resumed?: ResumedDto;
  @ApiPropertyOptional({ type: 'integer', description: 'From failure to resumption.' }) durationMs?: number;
  @ApiPropertyOptional() closed?: ClosedFailureDto;
}
