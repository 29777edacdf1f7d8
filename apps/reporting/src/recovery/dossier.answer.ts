import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { RecoveryDossierView, RecoveryHistoryEntry, TerminalFactView } from '@tillwatch/api';
import { AlertAnswer, instant, integer } from '../alerts/alert.answer.js';
import { CommandAnswer } from '../monitoring/command.answer.js';
import { OperatorAnswer } from '../monitoring/operator.answer.js';
import { RecoveryCaseAnswer } from './recovery.answer.js';

class EntryAnswer implements RecoveryHistoryEntry {
  @ApiProperty(integer) revision!: number;
  @ApiProperty(integer) position!: number;
  @ApiProperty({ description: 'Event type: `RecoveryApproved`.' }) name!: string;
  @ApiProperty(instant) at!: string;
  @ApiPropertyOptional({ description: "Absent: a terminal's doing, or time's." }) actor?: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) data!: Record<string, unknown>;
}

class PersonAnswer {
  @ApiProperty() name!: string;
  @ApiProperty({ type: [String], description: 'Event types, in order.' }) did!: string[];
}

class TerminalFactAnswer implements TerminalFactView {
  @ApiProperty(integer) position!: number;
  @ApiProperty() name!: string;
  @ApiProperty({ ...instant, description: 'Corrected time.' }) at!: string;
  @ApiProperty(instant) recordedAt!: string;
  @ApiProperty() terminalId!: string;
  @ApiProperty() eventId!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) data!: Record<string, unknown>;
}

export class DossierAnswer implements RecoveryDossierView {
  @ApiProperty({ type: RecoveryCaseAnswer }) case!: RecoveryCaseAnswer;
  @ApiProperty({ type: [EntryAnswer], description: 'Oldest first.' }) timeline!: EntryAnswer[];
  @ApiProperty({ type: [PersonAnswer], description: 'Everybody who did anything.' }) people!: PersonAnswer[];
  @ApiProperty({ type: [TerminalFactAnswer] }) terminalFacts!: TerminalFactAnswer[];
  @ApiProperty({ type: [CommandAnswer] }) commands!: CommandAnswer[];
  @ApiProperty({ type: [AlertAnswer], description: 'The one it came from, and all others about the operator.' })
  alerts!: AlertAnswer[];
  @ApiPropertyOptional({ type: OperatorAnswer }) operator?: OperatorAnswer;
  @ApiProperty({ description: 'SHA-256 of the canonical JSON (RFC 8785) of all the rest.' }) digest!: string;
}
