import { isInstant } from '@tillwatch/events';
import { Transform, Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, MaxLength, Min, ValidateBy } from 'class-validator';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** Longest id that intake lets in, in UTF-16 code units. */
const idLengthMax = 256;
const searchLengthMax = 128;
const cursorLengthMax = 2_048;
export const pageLimitMax = 200;
export const pageLimitDefault = 50;

/** No control characters: PostgreSQL cannot hold NUL, and no id has the others. */
const printable = new RegExp(`^[^\\p{Cc}\\p{Cs}]{1,${idLengthMax}}$`, 'u');

export function IdParameter(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, maxLength: idLengthMax }),
    Transform(normalized),
    Matches(printable, idMessage),
  );
}

export function IdFilter(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: String, maxLength: idLengthMax }),
    IsOptional(),
    Transform(normalized),
    Matches(printable, idMessage),
  );
}

const idMessage = { message: `$property must be 1 to ${idLengthMax} printable characters` };

/** Read models hold ids in Unicode normalization form C; who asks may type them in another. */
function normalized({ value }: { value: unknown }): unknown {
  return typeof value === 'string' ? value.normalize('NFC') : value;
}

/** Text to find in ids, taken literally. */
export function SearchText(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: String,
      maxLength: searchLengthMax,
      description: 'Text to find in ids, taken literally.',
    }),
    IsOptional(),
    Transform(normalized),
    Matches(printable, idMessage),
    MaxLength(searchLengthMax),
  );
}

/** RFC 3339 with a zone, as the events themselves must have it. */
export function InstantParameter(description: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: String, format: 'date-time', description }),
    IsOptional(),
    ValidateBy({
      name: 'isInstant',
      validator: { validate: isInstant, defaultMessage: () => '$property must be RFC 3339 with a zone' },
    }),
  );
}

export function LimitParameter(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: pageLimitMax, default: pageLimitDefault }),
    IsOptional(),
    Type(() => Number),
    IsInt(),
    Min(1),
    Max(pageLimitMax),
  );
}

export function CursorParameter(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: String,
      description: '`nextCursor` of the page before, with the same other parameters.',
    }),
    IsOptional(),
    MaxLength(cursorLengthMax),
  );
}

/** One of a closed list; absent = no restriction. */
export function OneOf(values: readonly string[], description?: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ enum: values, ...(description ? { description } : {}) }),
    IsOptional(),
    Matches(new RegExp(`^(${values.join('|')})$`), { message: `$property must be one of ${values.join(', ')}` }),
  );
}
