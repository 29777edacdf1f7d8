import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Severity, SilenceView } from '@tillwatch/api';
import { isInstant, severities } from '@tillwatch/events';
import { Type } from 'class-transformer';
import { IsIn, IsObject, ValidateBy, ValidateNested } from 'class-validator';
import { CommandBody, maxPersonId, maxReference, maxSentence, Omittable, Name, Sentence } from './alert.dto.js';

const instant = { type: String, format: 'date-time' } as const;

/** RFC 3339 with a zone. */
export function Instant(): PropertyDecorator {
  return ValidateBy({ name: 'isInstant', validator: { validate: isInstant } });
}

export class MatchersBody {
  @ApiPropertyOptional() @Omittable() @Name(maxReference) rule?: string;
  @ApiPropertyOptional({ description: 'As alerts name it: `operator:o-7`.' })
  @Omittable()
  @Name(maxPersonId + maxReference)
  key?: string;
  @ApiPropertyOptional() @Omittable() @Name(maxReference) store?: string;
  @ApiPropertyOptional({ enum: severities }) @Omittable() @IsIn(severities) severity?: Severity;
}

export class SilenceBody extends CommandBody {
  @ApiProperty({ description: 'An alert must match every one that is given; one at least.' })
  @IsObject()
  @ValidateNested()
  @Type(() => MatchersBody)
  matchers!: MatchersBody;

  @ApiProperty({ maxLength: maxSentence })
  @Sentence()
  reason!: string;

  @ApiProperty({ maxLength: maxPersonId, description: 'Who answers for it.' })
  @Name(maxPersonId)
  author!: string;

  @ApiPropertyOptional({ ...instant, description: 'Default now.' })
  @Omittable()
  @Instant()
  from?: string;

  @ApiProperty({ ...instant, description: 'At most 90 days after `from`.' })
  @Instant()
  until!: string;

  @ApiPropertyOptional({ ...instant, description: 'Default an hour before the end, or a tenth of a short silence.' })
  @Omittable()
  @Instant()
  remindAt?: string;
}

export class ExpireBody extends CommandBody {
  @ApiPropertyOptional({ maxLength: maxSentence })
  @Omittable()
  @Sentence()
  reason?: string;
}

class DoneBy {
  @ApiProperty() by!: string;
  @ApiProperty(instant) at!: string;
  @ApiPropertyOptional() reason?: string;
}

export class SilenceDto implements SilenceView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() matchers!: MatchersBody;
  @ApiProperty() author!: string;
  @ApiProperty() reason!: string;
  @ApiProperty(instant) from!: string;
  @ApiProperty(instant) until!: string;
  @ApiProperty(instant) remindAt!: string;
  @ApiProperty({ enum: ['pending', 'active', 'expired'] }) state!: SilenceView['state'];
  @ApiProperty({ description: 'It is in force and about to end.' }) remind!: boolean;
  @ApiProperty() created!: DoneBy;
  @ApiPropertyOptional({ description: 'Ended before its time.' }) expired?: DoneBy;
}
