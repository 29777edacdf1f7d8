import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { TerminalCommandView } from '@tillwatch/api';

const instant = { type: String, format: 'date-time' } as const;
const integer = { type: 'integer' } as const;

export class CommandAnswer implements TerminalCommandView {
  @ApiProperty({ ...integer, description: 'From 1, in the order they were issued.' }) number!: number;
  @ApiProperty({ format: 'uuid' }) commandId!: string;
  @ApiProperty({ enum: ['freeze', 'unfreeze', 'end-sessions', 'demand-password-change'] })
  command!: TerminalCommandView['command'];
  @ApiPropertyOptional() operatorId?: string;
  @ApiProperty() reason!: string;
  @ApiProperty() actor!: string;
  @ApiPropertyOptional({ description: 'Who else agreed to it.' }) approvedBy?: string;
  @ApiPropertyOptional({ description: 'Nobody else agreed, and nobody had to.' }) singlePerson?: boolean;
  @ApiProperty(instant) issuedAt!: string;
  @ApiProperty({ enum: ['pending', 'done', 'refused'] }) status!: TerminalCommandView['status'];
  @ApiPropertyOptional({ ...instant, description: 'Corrected time at which it took effect or was refused.' })
  acknowledgedAt?: string;
  @ApiPropertyOptional({ ...integer, description: 'From issue to that.' }) latencyMs?: number;
  @ApiPropertyOptional({ description: 'Why the terminal refused it.' }) refusal?: string;
}

export class CommandPage {
  @ApiProperty({ type: [CommandAnswer] }) items!: CommandAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}
