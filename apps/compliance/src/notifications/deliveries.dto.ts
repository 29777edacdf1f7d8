import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type {
  ChannelKind,
  DeliveryAttemptView,
  DeliveryStatus,
  DeliveryView,
  NotificationKind,
  Severity,
  WithheldBecause,
} from '@tillwatch/api';
import { notificationKinds } from '@tillwatch/events';
import { channelKinds } from '@tillwatch/notify';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { severities } from './alert-told.js';

const statuses: DeliveryStatus[] = ['pending', 'delivered', 'gave-up', 'not-sent'];
const integer = { type: 'integer' } as const;
const instant = { type: String, format: 'date-time' } as const;

export class DeliveryPath {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id!: string;
}

export class DeliveriesQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  channel?: string;
  @ApiPropertyOptional({ enum: statuses })
  @IsOptional()
  @IsIn(statuses)
  status?: DeliveryStatus;
  @ApiPropertyOptional({ format: 'uuid', description: 'Of this alert.' })
  @IsOptional()
  @IsUUID()
  alert?: string;
  @ApiPropertyOptional({ format: 'uuid', description: '`nextCursor` of the page before.' })
  @IsOptional()
  @IsUUID()
  cursor?: string;
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit = 50;
}

export class AttemptDto implements DeliveryAttemptView {
  @ApiProperty(integer) number!: number;
  @ApiProperty(instant) at!: string;
  @ApiProperty({ type: String, description: '`delivered`, or why not.' }) outcome!: DeliveryAttemptView['outcome'];
  @ApiPropertyOptional({ ...integer, description: 'HTTP status, SMTP code or error code of a bot.' }) status?: number;
  @ApiPropertyOptional({ description: 'The beginning of what was said; secrets masked.' }) reply?: string;
  @ApiProperty(integer) durationMs!: number;
}

export class DeliveryDto implements DeliveryView {
  @ApiProperty({ description: 'The same in every attempt.' }) id!: string;
  @ApiProperty() channelId!: string;
  @ApiProperty() channelName!: string;
  @ApiProperty({ enum: channelKinds }) channelKind!: ChannelKind;
  @ApiProperty({ enum: notificationKinds }) kind!: NotificationKind;
  @ApiProperty({ enum: severities }) severity!: Severity;
  @ApiPropertyOptional() alertId?: string;
  @ApiPropertyOptional() rule?: string;
  @ApiProperty({ enum: statuses }) status!: DeliveryStatus;
  @ApiPropertyOptional({ type: String }) withheldBecause?: WithheldBecause;
  @ApiProperty(instant) createdAt!: string;
  @ApiPropertyOptional(instant) dueAt?: string;
  @ApiPropertyOptional(instant) finishedAt?: string;
  @ApiProperty({ type: [AttemptDto] }) attempts!: AttemptDto[];
}

export class DeliveryPageDto {
  @ApiProperty({ type: [DeliveryDto] }) items!: DeliveryDto[];
  @ApiPropertyOptional() nextCursor?: string;
}
