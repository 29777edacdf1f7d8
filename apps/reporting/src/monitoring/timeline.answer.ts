import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { TimelineEntry } from '@tillwatch/api';

const instant = { type: String, format: 'date-time' } as const;
const integer = { type: 'integer' } as const;

export class TimelineEntryAnswer implements TimelineEntry {
  @ApiProperty(integer) position!: number;
  @ApiProperty() id!: string;
  @ApiProperty({ description: 'Catalogue name, `LoginFailed`.' }) name!: string;
  @ApiProperty({ ...instant, description: 'Corrected event time: what the list is ordered by.' }) at!: string;
  @ApiProperty({ type: String, description: 'What the terminal claimed, as it wrote it.' }) time!: string;
  @ApiProperty(instant) recordedAt!: string;
  @ApiPropertyOptional({ description: 'Absent where something was registered of an operator at no terminal.' })
  terminalId?: string;
  @ApiPropertyOptional() operatorId?: string;
  @ApiPropertyOptional() storeId?: string;
  @ApiPropertyOptional(integer) epoch?: number;
  @ApiPropertyOptional(integer) sequence?: number;
  @ApiPropertyOptional({ ...integer, description: 'Set when it reached us over five minutes after it happened.' })
  lateByMs?: number;
  @ApiPropertyOptional({ type: [String] }) marks?: string[];
  @ApiProperty({ type: 'object', additionalProperties: true }) data!: Record<string, unknown>;
}

export class TimelinePage {
  @ApiProperty({ type: [TimelineEntryAnswer] }) items!: TimelineEntryAnswer[];
  @ApiPropertyOptional() nextCursor?: string;
}
