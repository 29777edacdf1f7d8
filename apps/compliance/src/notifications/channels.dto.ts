import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import type { ChannelKind, NotificationChannelView, NotificationLanguage, Severity } from '@tillwatch/api';
import { channelKinds } from '@tillwatch/notify';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsUUID,
  Matches,
} from 'class-validator';
import { severities } from './alert-told.js';
import { targetClasses } from './targets.dto.js';

const languages: NotificationLanguage[] = ['zh', 'en', 'both'];
const narrowedMax = 200;
/** No control characters, nothing invisible at the ends. */
const name = /^(?! )[^\p{C}]{1,128}(?<! )$/u;
const reference = /^[^\p{C}]{1,128}$/u;

export class ChannelPath {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id!: string;
}

@ApiExtraModels(...targetClasses)
export class ChannelBody {
  @ApiProperty({ maxLength: 128 })
  @Matches(name)
  name!: string;
  @ApiProperty({ enum: channelKinds, description: 'Cannot be changed later.' })
  @IsIn(channelKinds)
  kind!: ChannelKind;
  @ApiPropertyOptional({ type: Boolean, default: true })
  @IsOptional()
  @IsBoolean()
  enabled = true;
  @ApiProperty({ enum: severities, description: 'Alerts below it are not told.' })
  @IsIn([...severities])
  minimumSeverity!: Severity;
  @ApiProperty({ enum: languages })
  @IsIn(languages)
  language!: NotificationLanguage;
  @ApiPropertyOptional({ type: [String], maxItems: narrowedMax, description: 'Only alerts of these rules.' })
  @Narrowed()
  rules?: string[];
  @ApiPropertyOptional({ type: [String], maxItems: narrowedMax, description: 'Only alerts of these stores.' })
  @Narrowed()
  stores?: string[];
  @ApiProperty({
    oneOf: targetClasses.map((type) => ({ $ref: getSchemaPath(type) })),
    description: 'Where it goes, by kind. In a change, secrets that are left out stay as they are.',
  })
  @IsObject()
  target!: object;
}

function Narrowed(): PropertyDecorator {
  const rules = [
    IsOptional(),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(narrowedMax),
    ArrayUnique(),
    Matches(reference, { each: true }),
  ];
  return (target, key) => rules.forEach((rule) => rule(target, key));
}

export class ChannelDto implements NotificationChannelView {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: channelKinds }) kind!: ChannelKind;
  @ApiProperty() enabled!: boolean;
  @ApiPropertyOptional({ enum: ['person', 'failing', 'gone'] })
  disabledBecause?: NotificationChannelView['disabledBecause'];
  @ApiProperty({ enum: severities }) minimumSeverity!: Severity;
  @ApiProperty({ enum: languages }) language!: NotificationLanguage;
  @ApiPropertyOptional({ type: [String] }) rules?: string[];
  @ApiPropertyOptional({ type: [String] }) stores?: string[];
  @ApiProperty({ type: 'object', additionalProperties: true }) settings!: Record<string, unknown>;
  @ApiProperty({ type: [String], description: 'Names of what is set and never shown.' }) secrets!: string[];
  @ApiProperty() destination!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiPropertyOptional({ format: 'date-time' }) lastDeliveredAt?: string;
  @ApiPropertyOptional({ format: 'date-time' }) failingSince?: string;
  @ApiProperty({ type: 'integer' }) failures!: number;
  @ApiProperty({ type: 'integer' }) pending!: number;
  @ApiProperty({ type: 'integer' }) gaveUp!: number;
}

export class ChannelListDto {
  @ApiProperty({ type: [ChannelDto] }) items!: ChannelDto[];
}
