import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { AlertCommandAnswer, AlertStatus, ResolutionReason } from '@tillwatch/api';
import { resolutionReasons } from '@tillwatch/events';
import { IsIn, IsInt, IsString, IsUUID, Length, Matches, Min, ValidateIf } from 'class-validator';

export const maxSentence = 2_000;
export const maxPersonId = 256;
export const maxReference = 128;

/** May be left out; `null` is not the same and is refused. */
export function Omittable(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}

/** A name or id: characters that can be seen, and not only spaces. */
export function Name(max: number): PropertyDecorator {
  return applyDecorators(IsString(), Length(1, max), Matches(/^[^\p{Cc}\p{Cs}]*$/u), Matches(/\S/));
}

/** What a person wrote: the same, on as many lines as they like. */
export function Sentence(): PropertyDecorator {
  const written = /^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u;
  return applyDecorators(IsString(), Length(1, maxSentence), Matches(written), Matches(/\S/));
}

export class AlertPath {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id!: string;
}

export class CommandBody {
  @ApiPropertyOptional({ format: 'uuid', description: 'Given again with the same id, a command changes nothing.' })
  @Omittable()
  @IsUUID()
  commandId?: string;
}

export class AlertBody extends CommandBody {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description: '`revision` of the alert that was looked at; 409 when it has moved on.',
  })
  @Omittable()
  @IsInt()
  @Min(0)
  expectedRevision?: number;
}

/** Acknowledging and reopening. */
export class CommentedBody extends AlertBody {
  @ApiPropertyOptional({ maxLength: maxSentence })
  @Omittable()
  @Sentence()
  comment?: string;
}

export class AssignBody extends AlertBody {
  @ApiProperty({ type: String, nullable: true, maxLength: maxPersonId, description: 'null: nobody any more.' })
  @ValidateIf((_, value) => value !== null)
  @Name(maxPersonId)
  assignee!: string | null;
}

export class CommentBody extends CommandBody {
  @ApiProperty({ maxLength: maxSentence })
  @Sentence()
  comment!: string;
}

export class ResolveBody extends CommentedBody {
  @ApiProperty({ enum: resolutionReasons })
  @IsIn(resolutionReasons)
  reason!: ResolutionReason;

  @ApiPropertyOptional({ format: 'uuid', description: 'Required for `duplicate`, refused otherwise.' })
  @Omittable()
  @IsUUID()
  duplicateOf?: string;
}

export class AlertCommandDto implements AlertCommandAnswer {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['open', 'acknowledged', 'resolved', 'superseded'] }) status!: AlertStatus;
  @ApiPropertyOptional() assignee?: string;
  @ApiProperty({ type: 'integer' }) revision!: number;
}
