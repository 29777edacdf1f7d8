import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ControlFailureView, ControlRequestView, FourEyesView, SecurityControl } from '@tillwatch/api';
import { securityControls } from '@tillwatch/events';
import { DoneByAnswer } from '../done-by.answer.js';

const instant = { type: String, format: 'date-time' } as const;

class ResumedAnswer extends DoneByAnswer {
  @ApiProperty({ ...instant, description: 'When it worked again; `at`: when somebody said so.' }) resumedAt!: string;
  @ApiProperty() fix!: string;
}

class ClosedAnswer extends DoneByAnswer {
  @ApiProperty() riskAssessment!: string;
}

class ControlFailureAnswer implements ControlFailureView {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: securityControls }) control!: SecurityControl;
  @ApiProperty({ enum: ['open', 'resumed', 'closed'] }) status!: ControlFailureView['status'];
  @ApiProperty(instant) startedAt!: string;
  @ApiProperty() description!: string;
  @ApiPropertyOptional() cause?: string;
  @ApiPropertyOptional({ description: 'The recovery case that showed it.' }) caseId?: string;
  @ApiProperty() opened!: DoneByAnswer;
  @ApiPropertyOptional() resumed?: ResumedAnswer;
  @ApiPropertyOptional({ type: 'integer', description: 'From failure to resumption.' }) durationMs?: number;
  @ApiPropertyOptional() closed?: ClosedAnswer;
}

export class ControlFailurePage {
  @ApiProperty({ type: [ControlFailureAnswer] }) items!: ControlFailureAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}

class ReasonedAnswer extends DoneByAnswer {
  @ApiProperty() reason!: string;
}

class ApprovedAnswer extends DoneByAnswer {
  @ApiPropertyOptional() reason?: string;
}

export class FourEyesAnswer implements FourEyesView {
  @ApiProperty({ description: 'False: what one person does alone is marked `singlePerson`.' }) required!: boolean;
  @ApiPropertyOptional({ description: 'Absent: nobody ever said.' }) changed?: ReasonedAnswer;
}

class ControlRequestAnswer implements ControlRequestView {
  @ApiProperty() id!: string;
  @ApiProperty() terminalId!: string;
  @ApiProperty({ enum: ['freeze', 'unfreeze'] }) command!: ControlRequestView['command'];
  @ApiProperty() reason!: string;
  @ApiProperty({ enum: ['pending', 'approved', 'rejected'] }) status!: ControlRequestView['status'];
  @ApiProperty() requested!: DoneByAnswer;
  @ApiPropertyOptional({ description: 'It was issued at once, as this command.' }) commandId?: string;
  @ApiPropertyOptional({ ...instant, description: 'And is to be confirmed by then.' }) confirmBy?: string;
  @ApiPropertyOptional() approved?: ApprovedAnswer;
  @ApiPropertyOptional() rejected?: ReasonedAnswer;
}

export class ControlRequestPage {
  @ApiProperty({ type: [ControlRequestAnswer] }) items!: ControlRequestAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}
