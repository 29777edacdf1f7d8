import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type {
  FaultyRuleView,
  RuleStage,
  RuleView,
  ScorecardView,
  Severity,
  ShadowFindingView,
  StageChangeView,
} from '@tillwatch/api';
import { ruleStages } from '@tillwatch/events';
import { instant, integer, severities, TextAnswer } from './alert.answer.js';

class StageException {
  @ApiProperty() store!: string;
  @ApiProperty({ enum: ruleStages }) stage!: RuleStage;
}

class StageChangeAnswer implements StageChangeView {
  @ApiProperty(integer) version!: number;
  @ApiProperty({ enum: ruleStages }) stage!: RuleStage;
  @ApiPropertyOptional({ type: [String], description: 'Absent: everywhere.' }) stores?: string[];
  @ApiProperty() reason!: string;
  @ApiProperty() actor!: string;
  @ApiProperty(instant) at!: string;
}

class ResolvedCounts {
  @ApiProperty(integer) 'true-positive'!: number;
  @ApiProperty(integer) benign!: number;
  @ApiProperty(integer) 'false-positive'!: number;
  @ApiProperty(integer) duplicate!: number;
  @ApiProperty(integer) test!: number;
}

export class ScorecardAnswer implements ScorecardView {
  @ApiProperty() rule!: string;
  @ApiProperty({ ...instant, description: 'Corrected time of the last event of its alerts.' }) from!: string;
  @ApiProperty(instant) to!: string;
  @ApiProperty(integer) alerts!: number;
  @ApiProperty(integer) open!: number;
  @ApiProperty(integer) superseded!: number;
  @ApiProperty() resolved!: ResolvedCounts;
  @ApiProperty({ ...integer, description: 'True positives, benign and false positives.' }) sample!: number;
  @ApiPropertyOptional({ description: 'Share of true positives among them.' }) precision?: number;
  @ApiProperty({ enum: ['keep', 'tune', 'retire', 'too-few'] }) verdict!: ScorecardView['verdict'];
  @ApiPropertyOptional({ ...integer, description: 'Median from when an alert was opened.' }) acknowledgeMs?: number;
  @ApiPropertyOptional({ ...integer, description: 'Median from when an alert was opened.' }) resolveMs?: number;
}

export class RuleAnswer implements RuleView {
  @ApiProperty() id!: string;
  @ApiProperty(integer) version!: number;
  @ApiProperty({ enum: severities }) severity!: Severity;
  @ApiProperty() title!: TextAnswer;
  @ApiPropertyOptional({ description: 'What it takes, or when a deadline is due; a Sigma rule is its own.' })
  firesWhen?: TextAnswer;
  @ApiProperty() runbook!: TextAnswer;
  @ApiProperty() falsePositives!: TextAnswer;
  @ApiProperty() knownGaps!: TextAnswer;
  @ApiProperty({ type: [String] }) references!: string[];
  @ApiProperty({ enum: ruleStages, description: 'Where no store is named otherwise, now.' }) stage!: RuleStage;
  @ApiProperty({ type: [StageException], description: 'Stores whose stage is another.' }) exceptions!: StageException[];
  @ApiProperty({ type: [StageChangeAnswer], maxItems: 50, description: 'Newest first.' })
  stageChanges!: StageChangeAnswer[];
  @ApiProperty() scorecard!: ScorecardAnswer;
}

class FaultyRule implements FaultyRuleView {
  @ApiProperty({ description: "Within the folder of the shop's rules." }) file!: string;
  @ApiProperty(integer) line!: number;
  @ApiProperty({ description: 'What is wrong, in one word.' }) code!: string;
  @ApiProperty() reason!: TextAnswer;
}

export class RulePage {
  @ApiProperty({ type: [RuleAnswer] }) items!: RuleAnswer[];
  @ApiProperty({ type: [FaultyRule], description: "The shop's own that were left out." }) faulty!: FaultyRule[];
}

class ShadowFindingAnswer implements ShadowFindingView {
  @ApiProperty({ description: 'The alert would have had this id.' }) id!: string;
  @ApiProperty() rule!: string;
  @ApiProperty(integer) ruleVersion!: number;
  @ApiProperty({ enum: severities }) severity!: Severity;
  @ApiProperty() key!: string;
  @ApiPropertyOptional() operatorId?: string;
  @ApiPropertyOptional() terminalId?: string;
  @ApiPropertyOptional() storeId?: string;
  @ApiProperty(integer) count!: number;
  @ApiProperty(instant) firstAt!: string;
  @ApiProperty(instant) lastAt!: string;
  @ApiProperty({ type: [String], maxItems: 50 }) evidence!: string[];
  @ApiProperty({ type: 'object', additionalProperties: true }) details!: Record<string, unknown>;
  @ApiProperty({ ...instant, description: 'First recorded.' }) recordedAt!: string;
  @ApiProperty() late!: boolean;
  @ApiProperty(integer) lateByMs!: number;
  @ApiProperty() superseded!: boolean;
  @ApiProperty(integer) position!: number;
}

export class ShadowFindingPage {
  @ApiProperty({ type: [ShadowFindingAnswer] }) items!: ShadowFindingAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}
