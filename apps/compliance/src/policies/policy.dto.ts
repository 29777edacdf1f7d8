import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { CharacterClass, PolicyPublishedAnswer, PolicySettings } from '@tillwatch/api';
import { characterClasses, POLICY_PROFILE } from '@tillwatch/events';
import {
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';
import { applyDecorators } from '@nestjs/common';
import { CommandBody, maxReference, maxSentence, Name, Omittable, Sentence } from '../alerts/alert.dto.js';

/** The limits are those of the event `PolicyProfilePublished`. */
function Whole(max: number, description?: string): PropertyDecorator {
  const about = {
    type: 'integer' as const,
    minimum: 0,
    maximum: max,
    ...(description !== undefined && { description }),
  };
  return applyDecorators(ApiProperty(about), IsInt(), Min(0), Max(max));
}

function Flag(description?: string): PropertyDecorator {
  return applyDecorators(ApiProperty(description === undefined ? {} : { description }), IsBoolean());
}

export class PolicyPath {
  @ApiProperty()
  @Matches(POLICY_PROFILE)
  profile!: string;
}

export class SettingsBody implements PolicySettings {
  @Whole(128, 'Characters; 0 here and below: not asked for.') minLength!: number;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: 128, description: 'With another factor.' })
  @Omittable()
  @IsInt()
  @Min(0)
  @Max(128)
  minLengthWithFactor?: number;

  @ApiProperty({ enum: characterClasses, isArray: true })
  @IsArray()
  @ArrayUnique()
  @IsIn(characterClasses, { each: true })
  requiredClasses!: CharacterClass[];

  @Whole(4, 'Of lower case, upper case, digits and symbols.') minClasses!: number;
  @Flag('False: classes are recorded only.') classesEnforced!: boolean;
  @Flag() blocklist!: boolean;
  @Flag() keyboardRuns!: boolean;
  @Flag() pinyinWords!: boolean;

  @ApiPropertyOptional({ maxLength: 64, description: 'Oldest list a terminal may judge by.' })
  @Omittable()
  @Name(64)
  blocklistVersion?: string;

  @Whole(3_650) rotationDays!: number;
  @Whole(24, 'Not one of the last so many.') history!: number;
  @Whole(1_000, 'Most failures before a lock.') lockAfter!: number;
  @Whole(525_600, 'Shortest lock.') lockMinutes!: number;
  @Whole(525_600, 'Longest idle session.') idleMinutes!: number;
}

export class PublishBody extends CommandBody {
  @ApiProperty({ type: SettingsBody })
  @IsObject()
  settings!: object;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description: 'The version that was looked at; 409 when it is not the last.',
  })
  @Omittable()
  @IsInt()
  @Min(0)
  basedOn?: number;

  @ApiProperty({ maxLength: maxSentence })
  @Sentence()
  reason!: string;
}

export class ForceBody extends CommandBody {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'The draft that was looked at; 409 when another waits.' })
  @IsInt()
  @Min(0)
  draft!: number;
}

export class DiscardBody extends ForceBody {
  @ApiProperty({ maxLength: maxSentence })
  @Sentence()
  reason!: string;
}

export class ChoiceBody extends CommandBody {
  @ApiProperty({ type: String, nullable: true, description: 'null: the store goes by what is chosen for all.' })
  @ValidateIf((_, value) => value !== null)
  @Length(1, 64)
  @Matches(POLICY_PROFILE)
  profile!: string | null;

  @ApiPropertyOptional({ maxLength: maxReference, description: 'Left out: every store without a choice of its own.' })
  @Omittable()
  @Name(maxReference)
  store?: string;

  @ApiProperty({ maxLength: maxSentence })
  @Sentence()
  reason!: string;
}

export class PolicyPublishedDto implements PolicyPublishedAnswer {
  @ApiProperty() profile!: string;
  @ApiPropertyOptional({ type: 'integer', description: 'In force.' }) version?: number;
  @ApiPropertyOptional({ type: 'integer', description: 'Waits for somebody else.' }) draft?: number;
}
