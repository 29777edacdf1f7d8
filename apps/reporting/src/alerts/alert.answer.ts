import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type {
  AlertGroupView,
  AlertHistoryEntry,
  AlertStatus,
  AlertView,
  ResolutionReason,
  ResolutionView,
  Severity,
  SilenceMark,
} from '@tillwatch/api';
import { resolutionReasons } from '@tillwatch/events';
import { DoneByAnswer } from '../done-by.answer.js';

export const instant = { type: String, format: 'date-time' } as const;
/** Of a field of libs/api/src/sensitive-fields.ts. */
export const personal = { description: 'Masked for who may not `personal-data.read`.' } as const;
export const integer = { type: 'integer' } as const;
export const severities: Severity[] = ['low', 'medium', 'high', 'critical'];
export const alertStatuses: AlertStatus[] = ['open', 'acknowledged', 'resolved', 'superseded'];

export class TextAnswer {
  @ApiProperty() en!: string;
  @ApiProperty() zh!: string;
}

class ResolutionAnswer implements ResolutionView {
  @ApiProperty({ enum: resolutionReasons }) reason!: ResolutionReason;
  @ApiPropertyOptional() duplicateOf?: string;
  @ApiPropertyOptional() comment?: string;
  @ApiProperty() by!: string;
  @ApiProperty(instant) at!: string;
  @ApiProperty({ enum: severities, description: 'What was judged.' }) severity!: Severity;
  @ApiProperty(integer) count!: number;
}

class SilenceMarkAnswer implements SilenceMark {
  @ApiProperty() id!: string;
  @ApiProperty() author!: string;
  @ApiProperty() reason!: string;
  @ApiProperty(instant) until!: string;
}

export class AlertAnswer implements AlertView {
  @ApiProperty() id!: string;
  @ApiProperty() rule!: string;
  @ApiProperty(integer) ruleVersion!: number;
  @ApiProperty({ enum: severities }) severity!: Severity;
  @ApiProperty({
    enum: alertStatuses,
    description: '`superseded`: later-arriving history showed a better account of the same thing.',
  })
  status!: AlertView['status'];
  @ApiPropertyOptional() supersededBy?: string;
  @ApiPropertyOptional({
    ...instant,
    description:
      'Of a deadline: when what was overdue was done; the status stays what people make of it / 逾期事项的完成时间；状态仍由人工处置决定',
  })
  clearedAt?: string;
  @ApiProperty() title!: TextAnswer;
  @ApiProperty({ description: 'What the rule counted by: `operator:o-7`, `terminal:t-3`, `store:s-1`, `actor:a-2`.' })
  key!: string;
  @ApiPropertyOptional() operatorId?: string;
  @ApiPropertyOptional() terminalId?: string;
  @ApiPropertyOptional() storeId?: string;
  @ApiProperty(integer) count!: number;
  @ApiProperty(instant) firstAt!: string;
  @ApiProperty(instant) lastAt!: string;
  @ApiProperty({ type: [String], maxItems: 50, description: 'CloudEvents ids, in event order.' }) evidence!: string[];
  @ApiProperty({ type: 'object', additionalProperties: true }) details!: Record<string, unknown>;
  @ApiProperty(instant) raisedAt!: string;
  @ApiProperty({ ...instant, description: 'Raised, or last reopened.' }) openedAt!: string;
  @ApiProperty({ ...instant, description: 'When it has to be acknowledged, by its severity.' }) acknowledgeBy!: string;
  @ApiProperty({ ...instant, description: 'When it has to be resolved, by its severity.' }) resolveBy!: string;
  @ApiPropertyOptional({ enum: ['acknowledge', 'resolve'], description: 'Which of the two has passed, the worse one.' })
  overdue?: AlertView['overdue'];
  @ApiPropertyOptional() acknowledged?: DoneByAnswer;
  @ApiPropertyOptional() assignee?: string;
  @ApiPropertyOptional() resolution?: ResolutionAnswer;
  @ApiProperty({ type: [ResolutionAnswer], maxItems: 20, description: 'Of times it was reopened since, oldest first.' })
  earlierResolutions!: ResolutionAnswer[];
  @ApiPropertyOptional({ description: 'The alert that explains this one: nobody is told of it while that is open.' })
  inhibitedBy?: string;
  @ApiPropertyOptional({ type: [SilenceMarkAnswer], description: 'Silences in force that are about it.' })
  silencedBy?: SilenceMarkAnswer[];
  @ApiProperty({ description: 'The deciding event reached us over five minutes after it happened.' }) late!: boolean;
  @ApiProperty(integer) lateByMs!: number;
  @ApiPropertyOptional({ description: 'Found when somebody had the past judged again.' }) backfill?: boolean;
  @ApiProperty(integer) position!: number;
  @ApiProperty({ ...integer, description: '`expectedRevision` of a command that is decided upon this.' })
  revision!: number;
}

export class AlertPage {
  @ApiProperty({ type: [AlertAnswer] }) items!: AlertAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}

export class AlertGroupAnswer implements AlertGroupView {
  @ApiProperty() key!: string;
  @ApiProperty(integer) count!: number;
  @ApiProperty({ enum: severities, description: 'Of the most severe.' }) severity!: Severity;
  @ApiProperty(instant) firstAt!: string;
  @ApiProperty(instant) lastAt!: string;
  @ApiProperty({ type: [String] }) rules!: string[];
  @ApiProperty({ description: 'Id of the one raised last.' }) latest!: string;
}

export class AlertGroupPage {
  @ApiProperty({ type: [AlertGroupAnswer] }) items!: AlertGroupAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}

class HistoryAnswer implements AlertHistoryEntry {
  @ApiProperty(integer) revision!: number;
  @ApiProperty(integer) position!: number;
  @ApiProperty({ description: 'Event type: `AlertResolved`.' }) name!: string;
  @ApiProperty(instant) at!: string;
  @ApiPropertyOptional({ description: 'Absent: detection.' }) actor?: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) data!: Record<string, unknown>;
}

export class HistoryPage {
  @ApiProperty({ type: [HistoryAnswer] }) items!: HistoryAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}
