import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type {
  CharacterClass,
  PoliciesView,
  PolicyDraftView,
  PolicySettings,
  PolicyVersionView,
  PolicyView,
} from '@tillwatch/api';
import { characterClasses } from '@tillwatch/events';

const count = { type: 'integer' } as const;
const instant = { type: String, format: 'date-time' } as const;

class SettingsAnswer implements PolicySettings {
  @ApiProperty({ ...count, description: '0 here and below: not asked for.' }) minLength!: number;
  @ApiPropertyOptional({ ...count, description: 'With another factor.' }) minLengthWithFactor?: number;
  @ApiProperty({ enum: characterClasses, isArray: true }) requiredClasses!: CharacterClass[];
  @ApiProperty(count) minClasses!: number;
  @ApiProperty({ description: 'False: classes are recorded only.' }) classesEnforced!: boolean;
  @ApiProperty() blocklist!: boolean;
  @ApiProperty() keyboardRuns!: boolean;
  @ApiProperty() pinyinWords!: boolean;
  @ApiPropertyOptional({ description: 'Oldest list a terminal may judge by.' }) blocklistVersion?: string;
  @ApiProperty(count) rotationDays!: number;
  @ApiProperty(count) history!: number;
  @ApiProperty(count) lockAfter!: number;
  @ApiProperty(count) lockMinutes!: number;
  @ApiProperty(count) idleMinutes!: number;
}

class TextsAnswer {
  @ApiProperty() en!: string;
  @ApiProperty() zh!: string;
}

class VersionAnswer implements PolicyVersionView {
  @ApiProperty(count) version!: number;
  @ApiProperty() settings!: SettingsAnswer;
  @ApiPropertyOptional({ ...instant, description: 'Absent: as it was shipped.' }) publishedAt?: string;
  @ApiPropertyOptional() by?: string;
  @ApiPropertyOptional() reason?: string;
  @ApiPropertyOptional({ description: 'Who wrote it, where that was somebody else.' }) author?: string;
  @ApiPropertyOptional({ description: 'Nobody else agreed, because nobody else had to.' }) singlePerson?: boolean;
}

class PolicyDraftAnswer implements PolicyDraftView {
  @ApiProperty() profile!: string;
  @ApiProperty({ ...count, description: 'What a command about it says it is about.' }) draft!: number;
  @ApiProperty() settings!: SettingsAnswer;
  @ApiProperty() by!: string;
  @ApiProperty(instant) at!: string;
  @ApiProperty() reason!: string;
}

export class PolicyAnswer implements PolicyView {
  @ApiProperty() id!: string;
  @ApiPropertyOptional({ description: 'Of what is shipped.' }) title?: TextsAnswer;
  @ApiPropertyOptional() about?: TextsAnswer;
  @ApiProperty({ description: 'In force.' }) current!: VersionAnswer;
  @ApiProperty({ type: [VersionAnswer], description: 'All, newest first, at most 50.' }) versions!: VersionAnswer[];
}

class StoreChoiceAnswer {
  @ApiProperty() store!: string;
  @ApiProperty() profile!: string;
}

class ChoiceAnswer {
  @ApiProperty({ description: 'For every store without a choice of its own.' }) profile!: string;
  @ApiProperty({ type: [StoreChoiceAnswer] }) stores!: StoreChoiceAnswer[];
}

class InForceAnswer {
  @ApiProperty() profile!: string;
  @ApiProperty(count) version!: number;
  @ApiProperty() settings!: SettingsAnswer;
}

export class PoliciesAnswer implements PoliciesView {
  @ApiProperty({ type: [PolicyAnswer] }) items!: PolicyAnswer[];
  @ApiProperty({ type: [PolicyDraftAnswer], description: 'They wait for somebody else, now.' })
  drafts!: PolicyDraftAnswer[];
  @ApiProperty() choice!: ChoiceAnswer;
  @ApiProperty({ description: 'For `store`, or for all others.' }) inForce!: InForceAnswer;
}
