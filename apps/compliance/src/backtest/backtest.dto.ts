import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { isInstant } from '@tillwatch/events';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { CommandBody, maxReference, maxSentence, Omittable, Sentence } from '../alerts/alert.dto.js';

export class RulePath {
  @ApiProperty()
  @Matches(/^[A-Za-z0-9._-]{1,128}$/)
  id!: string;
}

/** Corrected event time. */
function Bound(description: string): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, format: 'date-time', description }),
    ValidateBy({ name: 'isInstant', validator: { validate: isInstant } }),
  );
}

const maxThresholds = 40;
const maxThreshold = 1_000;
const maxStores = 200;

export class BacktestBody {
  @Bound('Corrected event time, inclusive.') from!: string;
  @Bound('Exclusive; at most 400 days later.') to!: string;

  @ApiPropertyOptional({
    type: [Number],
    maxItems: maxThresholds,
    description: 'Of a rule that counts: how many findings there would be with each.',
  })
  @Omittable()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(maxThresholds)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(maxThreshold, { each: true })
  thresholds?: number[];

  @ApiPropertyOptional({ type: [String], maxItems: maxStores, description: 'Only what starts in these.' })
  @Omittable()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(maxStores)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, maxReference, { each: true })
  stores?: string[];
}

/** UTF-16 units; the largest rules of public collections have a tenth of it. */
export const maxSigmaText = 65_536;

export class TextBacktestBody extends BacktestBody {
  @ApiProperty({
    maxLength: maxSigmaText,
    description: 'One rule in Sigma (YAML), or a correlation with the rules it refers to, as docs/sigma.md has it.',
  })
  @IsString()
  @Length(1, maxSigmaText)
  sigma!: string;
}

export class BackfillBody extends CommandBody {
  @Bound('Corrected event time, inclusive.') from!: string;
  @Bound('Exclusive; at most 400 days later.') to!: string;

  @ApiProperty({ maxLength: maxSentence })
  @Sentence()
  reason!: string;
}
