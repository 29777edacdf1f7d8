import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { AlertExplanation, AlertStatus, DeadlineView, ExplanationStep, Held, RuleExplanation, RuleLimits, RuleStage, Severity } from '@tillwatch/api'; // prettier-ignore
import { ruleStages } from '@tillwatch/events';
import { TimelineEntryAnswer } from '../monitoring/timeline.answer.js';
import { alertStatuses, instant, integer, severities, TextAnswer } from './alert.answer.js';

class ProgressAnswer {
  @ApiProperty(integer) value!: number;
  @ApiProperty({ ...integer, description: 'So much makes a finding.' }) threshold!: number;
  @ApiProperty(integer) windowMs!: number;
}

class ComparedAnswer {
  @ApiProperty() field!: string;
  @ApiProperty({ type: 'array', items: {}, maxItems: 5, description: 'What the event holds there.' })
  value!: (string | number | boolean)[];
  @ApiProperty({ description: 'It is what the rule looks for.' }) met!: boolean;
}

class StepAnswer implements ExplanationStep {
  @ApiProperty({ description: 'With corrected, claimed and recorded time.' }) event!: TimelineEntryAnswer;
  @ApiProperty({ enum: ['none', 'opened', 'revised', 'withdrawn'] }) outcome!: ExplanationStep['outcome'];
  @ApiPropertyOptional() alertId?: string;
  @ApiPropertyOptional({ enum: severities, description: 'Of what was found then.' }) severity?: Severity;
  @ApiPropertyOptional({ ...integer, description: 'Of what was found then.' }) count?: number;
  @ApiPropertyOptional({ description: 'Absent where the rule cannot say.' }) counts?: boolean;
  @ApiPropertyOptional() progress?: ProgressAnswer;
  @ApiPropertyOptional({
    type: [ComparedAnswer],
    maxItems: 50,
    description: 'Of a Sigma rule: each field it compares.',
  })
  compared?: ComparedAnswer[];
  @ApiProperty({ description: 'Where the rule stood after it.' }) state!: TextAnswer;
}

class TierAnswer {
  @ApiProperty(integer) count!: number;
  @ApiProperty(integer) windowMs!: number;
  @ApiProperty({ enum: severities }) severity!: Severity;
}

class LimitsAnswer implements RuleLimits {
  @ApiProperty(integer) windowMs!: number;
  @ApiProperty({ type: [TierAnswer] }) tiers!: TierAnswer[];
}

class FiredAnswer {
  @ApiProperty() eventId!: string;
  @ApiProperty(instant) at!: string;
  @ApiProperty(instant) recordedAt!: string;
  @ApiProperty({ enum: severities }) severity!: Severity;
  @ApiProperty(integer) count!: number;
  @ApiProperty(integer) lateByMs!: number;
}

export class AlertExplanationAnswer implements AlertExplanation {
  @ApiProperty() alert!: string;
  @ApiProperty() rule!: string;
  @ApiProperty({ ...integer, description: 'That raised it.' }) ruleVersion!: number;
  @ApiPropertyOptional({ ...integer, description: 'That is here now: the steps are by it.' }) currentVersion?: number;
  @ApiProperty() key!: string;
  @ApiPropertyOptional() limits?: LimitsAnswer;
  @ApiPropertyOptional({ description: 'Absent: the rule as it is would not fire.' }) fired?: FiredAnswer;
  @ApiProperty({ type: [StepAnswer], maxItems: 500, description: 'In event order.' }) steps!: StepAnswer[];
  @ApiProperty({ description: 'There were more.' }) truncated!: boolean;
  @ApiProperty() answer!: TextAnswer;
}

class ToldAnswer {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: alertStatuses }) status!: AlertStatus;
  @ApiProperty({ enum: severities }) severity!: Severity;
  @ApiProperty(integer) count!: number;
  @ApiProperty(instant) firstAt!: string;
  @ApiProperty(instant) lastAt!: string;
}

class SeenAnswer {
  @ApiProperty({ description: 'Catalogue name.' }) name!: string;
  @ApiProperty(integer) count!: number;
}

class DueAnswer {
  @ApiProperty({ enum: ['overdue', 'pending-data', 'due-soon'] }) state!: DeadlineView['state'];
  @ApiProperty(instant) startedAt!: string;
  @ApiProperty(instant) dueAt!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) details!: Record<string, unknown>;
}

class NearestAnswer extends ProgressAnswer {
  @ApiProperty() eventId!: string;
  @ApiProperty(instant) at!: string;
}

class PendingAnswer {
  @ApiProperty() terminalId!: string;
  @ApiProperty(instant) dataCompleteUntil!: string;
}

class HeldAnswer {
  @ApiProperty({ enum: ['stage', 'silence'] }) kind!: 'stage' | 'silence';
  @ApiPropertyOptional({ enum: ruleStages, description: 'Of a stage.' }) stage?: RuleStage;
  @ApiPropertyOptional({ description: 'Of a stage.' }) store?: string;
  @ApiPropertyOptional({ ...instant, description: 'Of a stage.' }) since?: string;
  @ApiPropertyOptional({ description: 'Of a silence, as are the following.' }) id?: string;
  @ApiPropertyOptional() author?: string;
  @ApiPropertyOptional() reason?: string;
  @ApiPropertyOptional(instant) from?: string;
  @ApiPropertyOptional(instant) until?: string;
}

export class RuleExplanationAnswer implements RuleExplanation {
  @ApiProperty() rule!: string;
  @ApiProperty(integer) version!: number;
  @ApiProperty() key!: string;
  @ApiProperty(instant) from!: string;
  @ApiProperty(instant) to!: string;
  @ApiPropertyOptional({ description: 'What it takes, in words; a Sigma rule is its own.' }) firesWhen?: TextAnswer;
  @ApiPropertyOptional({ description: 'Absent of a deadline.' }) limits?: LimitsAnswer;
  @ApiProperty({ type: [StepAnswer], maxItems: 500, description: 'In event order.' }) steps!: StepAnswer[];
  @ApiProperty({ description: 'There were more.' }) truncated!: boolean;
  @ApiProperty({ type: [SeenAnswer], description: 'How often it saw which events.' }) seen!: SeenAnswer[];
  @ApiProperty({ type: [String], description: 'Events it looks at and did not see at all.' }) unseen!: string[];
  @ApiPropertyOptional({ type: [DueAnswer], description: 'Of a deadline: what is not done now, and due before `to`.' })
  due?: DueAnswer[];
  @ApiProperty({ type: [ToldAnswer], description: 'Alerts it raised about the key that touch the span.' })
  alerts!: ToldAnswer[];
  @ApiPropertyOptional({ description: 'Where it was nearest without firing.' }) nearest?: NearestAnswer;
  @ApiProperty({ type: [PendingAnswer], description: 'Terminals that have yet to tell what may change this.' })
  pending!: PendingAnswer[];
  @ApiProperty({ type: [HeldAnswer], description: 'What kept, or keeps, people from being told.' }) held!: Held[];
  @ApiProperty() answer!: TextAnswer;
}
