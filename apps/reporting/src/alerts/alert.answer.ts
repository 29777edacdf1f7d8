import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { AlertView, RuleView, Severity } from '@tillwatch/api';

const instant = { type: String, format: 'date-time' } as const;
const integer = { type: 'integer' } as const;
export const severities: Severity[] = ['low', 'medium', 'high', 'critical'];

class TextAnswer {
  @ApiProperty() en!: string;
  @ApiProperty() zh!: string;
}

export class AlertAnswer implements AlertView {
  @ApiProperty() id!: string;
  @ApiProperty() rule!: string;
  @ApiProperty(integer) ruleVersion!: number;
  @ApiProperty({ enum: severities }) severity!: Severity;
  @ApiProperty({
    enum: ['open', 'superseded'],
    description: '`superseded`: later-arriving history showed a better account of the same thing.',
  })
  status!: AlertView['status'];
  @ApiPropertyOptional() supersededBy?: string;
  @ApiProperty() title!: TextAnswer;
  @ApiProperty({ description: 'What the rule counted by: `operator:o-7`, `terminal:t-3`.' }) key!: string;
  @ApiPropertyOptional() operatorId?: string;
  @ApiPropertyOptional() terminalId?: string;
  @ApiPropertyOptional() storeId?: string;
  @ApiProperty(integer) count!: number;
  @ApiProperty(instant) firstAt!: string;
  @ApiProperty(instant) lastAt!: string;
  @ApiProperty({ type: [String], maxItems: 50, description: 'CloudEvents ids, in event order.' }) evidence!: string[];
  @ApiProperty({ type: 'object', additionalProperties: true }) details!: Record<string, unknown>;
  @ApiProperty(instant) raisedAt!: string;
  @ApiProperty({ description: 'The deciding event reached us over five minutes after it happened.' }) late!: boolean;
  @ApiProperty(integer) lateByMs!: number;
  @ApiProperty(integer) position!: number;
}

export class AlertPage {
  @ApiProperty({ type: [AlertAnswer] }) items!: AlertAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}

export class RuleAnswer implements RuleView {
  @ApiProperty() id!: string;
  @ApiProperty(integer) version!: number;
  @ApiProperty({ enum: severities }) severity!: Severity;
  @ApiProperty() title!: TextAnswer;
  @ApiProperty() runbook!: TextAnswer;
  @ApiProperty() falsePositives!: TextAnswer;
  @ApiProperty() knownGaps!: TextAnswer;
  @ApiProperty({ type: [String] }) references!: string[];
}

export class RulePage {
  @ApiProperty({ type: [RuleAnswer] }) items!: RuleAnswer[];
}
