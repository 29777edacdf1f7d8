import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { RegistrationAnswer } from '../registry/registration.answer.js';
import type { GapView, Network, TerminalView } from '@tillwatch/api';

const instant = { type: String, format: 'date-time' } as const;
const integer = { type: 'integer' } as const;
const networks: Network[] = ['ethernet', 'cellular', 'wifi-private', 'wifi-public', 'unknown'];

export class GapAnswer implements GapView {
  @ApiProperty() terminalId!: string;
  @ApiProperty(integer) epoch!: number;
  @ApiProperty({ ...integer, description: 'First sequence number found missing.' }) from!: number;
  @ApiProperty({ ...integer, description: 'Last sequence number found missing.' }) to!: number;
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: integer, minItems: 2, maxItems: 2 },
    description: 'What is still missing, as inclusive ranges; empty once filled.',
  })
  missing!: [number, number][];
  @ApiProperty({ enum: ['open', 'filled', 'lost'] }) status!: GapView['status'];
  @ApiProperty(instant) openedAt!: string;
  @ApiPropertyOptional(instant) closedAt?: string;
  @ApiPropertyOptional() reason?: string;
}

class ClockAnswer {
  @ApiProperty({ type: 'number', description: "The terminal's clock minus ours." }) offsetMs!: number;
  @ApiProperty({ type: 'number' }) uncertaintyMs!: number;
  @ApiProperty(instant) measuredAt!: string;
}

class JournalAnswer {
  @ApiProperty(integer) epoch!: number;
  @ApiProperty(integer) sequence!: number;
}

class CommandsAnswer {
  @ApiProperty({ ...integer, description: 'Issued and not acknowledged.' }) pending!: number;
  @ApiPropertyOptional(instant) oldestPendingAt?: string;
  @ApiPropertyOptional({ ...integer, description: 'From issue to effect, of the last that was acknowledged.' })
  lastLatencyMs?: number;
}

class SealAnswer {
  @ApiProperty(integer) epoch!: number;
  @ApiProperty(integer) sequence!: number;
  @ApiProperty({ ...instant, description: 'Corrected time.' }) at!: string;
}

export class TerminalAnswer implements TerminalView {
  @ApiProperty() id!: string;
  @ApiPropertyOptional() merchantId?: string;
  @ApiPropertyOptional({ description: 'As registered; for a terminal that is not, as it claims.' }) storeId?: string;
  @ApiPropertyOptional({ description: 'What it claims, where that is another than the registered one.' })
  claimedStoreId?: string;
  @ApiPropertyOptional() registration?: RegistrationAnswer;
  @ApiProperty({ ...instant, description: 'When we last recorded anything from it.' }) lastSeen!: string;
  @ApiProperty({ ...instant, description: 'Latest corrected time among its events.' }) lastEventAt!: string;
  @ApiPropertyOptional({ ...instant, description: 'Offline by its own account since then.' }) offlineSince?: string;
  @ApiProperty() running!: boolean;
  @ApiPropertyOptional() softwareVersion?: string;
  @ApiPropertyOptional({ enum: networks }) network?: Network;
  @ApiPropertyOptional() networkId?: string;
  @ApiPropertyOptional({ type: 'object', additionalProperties: true }) posture?: Record<string, unknown>;
  @ApiPropertyOptional() clock?: ClockAnswer;
  @ApiPropertyOptional({ description: 'Highest place reached in its journal.' }) journal?: JournalAnswer;
  @ApiProperty({ type: [GapAnswer] }) openGaps!: GapAnswer[];
  @ApiPropertyOptional(integer) queued?: number;
  @ApiProperty({ description: 'By the last freeze or unfreeze it acknowledged.' }) frozen!: boolean;
  @ApiProperty() commands!: CommandsAnswer;
  @ApiProperty({ ...integer, description: 'Keys it may seal with.' }) keys!: number;
  @ApiPropertyOptional({ description: 'The last trusted seal: its journal is signed up to there.' })
  sealedUntil?: SealAnswer;
  @ApiPropertyOptional({ ...instant, description: 'Every event up to this corrected time has arrived.' })
  dataCompleteUntil?: string;
  @ApiProperty(integer) conflicts!: number;
  @ApiProperty(integer) chainBreaks!: number;
  @ApiProperty(integer) unmapped!: number;
  @ApiProperty(integer) position!: number;
}

export class TerminalPage {
  @ApiProperty({ type: [TerminalAnswer] }) items!: TerminalAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}

export class GapPage {
  @ApiProperty({ type: [GapAnswer] }) items!: GapAnswer[];
}
