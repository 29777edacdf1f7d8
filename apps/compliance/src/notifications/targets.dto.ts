import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ChannelKind } from '@tillwatch/api';
import type {
  DingtalkTarget,
  FeishuTarget,
  MailTarget,
  SyslogTarget,
  Target,
  WebhookTarget,
  WecomTarget,
} from '@tillwatch/notify';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { strictly } from '../json-body.js';

const urlLengthMax = 2_048;
const recipientsMax = 10;
/** A name as DNS has it, or an address. */
const host = /^[A-Za-z0-9.:-]{1,253}$/;
const secret = { writeOnly: true, description: 'Stored sealed, never shown.' } as const;

export class WebhookTargetDto implements WebhookTarget {
  @ApiProperty({ maxLength: urlLengthMax, description: 'https, port 443 or 8443, on the internet.' })
  @IsString()
  @MaxLength(urlLengthMax)
  url!: string;
  @ApiProperty({ ...secret, description: 'Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. Never shown.' })
  @IsString()
  @MaxLength(128)
  signingSecret!: string;
}

export class MailTargetDto implements MailTarget {
  @ApiProperty({ type: [String], minItems: 1, maxItems: recipientsMax })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(recipientsMax)
  @ArrayUnique()
  @IsEmail({}, { each: true })
  to!: string[];
}

export class SyslogTargetDto implements SyslogTarget {
  @ApiProperty({ description: 'A name or an address; not this machine.' })
  @Matches(host)
  host!: string;
  @ApiProperty({ type: 'integer', description: '514, 601 or 6514.' })
  @IsInt()
  @Min(1)
  @Max(65_535)
  port!: number;
  @ApiProperty({ enum: ['udp', 'tcp', 'tls'] })
  @IsIn(['udp', 'tcp', 'tls'])
  transport!: SyslogTarget['transport'];
  @ApiProperty({ enum: ['cef', 'ocsf'] })
  @IsIn(['cef', 'ocsf'])
  format!: SyslogTarget['format'];
}

export class BotTargetDto implements DingtalkTarget, FeishuTarget {
  @ApiProperty(secret)
  @IsString()
  @MaxLength(urlLengthMax)
  url!: string;
  @ApiPropertyOptional({ ...secret, description: 'When the bot was given signing. Never shown.' })
  @IsOptional()
  @IsString()
  @Length(1, 256)
  signingSecret?: string;
}

export class WecomTargetDto implements WecomTarget {
  @ApiProperty(secret)
  @IsString()
  @MaxLength(urlLengthMax)
  url!: string;
}

const classes: Record<ChannelKind, new () => object> = {
  webhook: WebhookTargetDto,
  mail: MailTargetDto,
  syslog: SyslogTargetDto,
  dingtalk: BotTargetDto,
  wecom: WecomTargetDto,
  feishu: BotTargetDto,
};

export const targetClasses = [...new Set(Object.values(classes))];

/** Strict, as every body; throws `parameter-invalid` with the member as path. */
export function readTarget(kind: ChannelKind, value: object): Target {
  return { ...strictly(classes[kind], value, '/target') } as Target;
}
