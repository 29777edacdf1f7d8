import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { IssuedCommand } from '@tillwatch/domain';
import { terminalCommands } from '@tillwatch/events';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, IsUUID, Length, Max, Min } from 'class-validator';
import { Omittable } from '../alerts/alert.dto.js';

const instant = { type: String, format: 'date-time' } as const;
/** Proxies and terminals' own time limits are commonly a minute. */
const maxWaitSeconds = 30;

export class TerminalCommandBody {
  @ApiProperty({ minLength: 1, maxLength: 500 })
  @IsString()
  @Length(1, 500)
  reason!: string;
  @ApiPropertyOptional({ description: 'Required to demand a password change, optional to end sessions.' })
  @IsOptional()
  @IsString()
  @Length(1, 256)
  operatorId?: string;
  @ApiPropertyOptional({ format: 'uuid', description: 'Given again with the same id, a command changes nothing.' })
  @Omittable()
  @IsUUID()
  commandId?: string;
}

export class IssuedNumberDto {
  @ApiProperty({ format: 'uuid' }) commandId!: string;
  @ApiProperty({ type: 'integer', description: 'From 1, for each terminal.' }) number!: number;
}

export class ControlDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'Absent while somebody else has to agree.' }) commandId?: string;
  @ApiPropertyOptional({ type: 'integer', description: 'From 1, for each terminal.' }) number?: number;
  @ApiPropertyOptional({ description: 'One person is enough, and nobody else agreed.' }) singlePerson?: boolean;
  @ApiPropertyOptional({ format: 'uuid', description: 'What somebody else is to decide.' }) requestId?: string;
  @ApiPropertyOptional({ ...instant, description: 'By when the freeze is to be confirmed.' }) confirmBy?: string;
}

export class CommandsQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 0, default: 0, description: 'Number of the last one received.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(2_147_483_646)
  after = 0;
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: maxWaitSeconds,
    default: 0,
    description: 'Seconds to wait for one when there is none.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(maxWaitSeconds)
  wait = 0;
}

export class IssuedCommandDto implements IssuedCommand {
  @ApiProperty({ type: 'integer' }) number!: number;
  @ApiProperty({ format: 'uuid' }) commandId!: string;
  @ApiProperty({ enum: terminalCommands }) command!: IssuedCommand['command'];
  @ApiPropertyOptional() operatorId?: string;
  @ApiProperty() reason!: string;
  @ApiProperty(instant) issuedAt!: string;
}

export class CommandsDto {
  @ApiProperty({ ...instant, description: 'Our clock.' }) now!: string;
  @ApiProperty({ type: [IssuedCommandDto], description: 'In order, at most 100.' }) commands!: IssuedCommandDto[];
}
