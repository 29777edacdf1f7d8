import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { OperatorCommandAnswer, RegistrationStatus, ScopeClass, TrainingMethod } from '@tillwatch/api';
import { isInstant, scopeClasses, trainingMethods } from '@tillwatch/events';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsString, Length, Matches, ValidateBy } from 'class-validator';
import { CommandBody, maxPersonId, maxReference, maxSentence, Name, Omittable, Sentence } from '../alerts/alert.dto.js';

const maxStores = 200;

/** Ids are held in Unicode normalization form C; who writes one may type it in another. */
function OperatorId(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ maxLength: maxPersonId }),
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.normalize('NFC') : value)),
    Name(maxPersonId),
  );
}

function Stores(): PropertyDecorator {
  return applyDecorators(
    IsArray(),
    ArrayMaxSize(maxStores),
    ArrayUnique(),
    IsString({ each: true }),
    Length(1, maxReference, { each: true }),
    Matches(/^[^\p{Cc}\p{Cs}]*$/u, { each: true }),
  );
}

export function Instant(): PropertyDecorator {
  const validator = { validate: isInstant, defaultMessage: () => '$property must be RFC 3339 with a zone' };
  return ValidateBy({ name: 'isInstant', validator });
}

export class OperatorPath {
  @OperatorId()
  id!: string;
}

/** The facts of a registration, as a person or a row of a file gives them. */
export class RegistrationFacts extends CommandBody {
  @OperatorId()
  id!: string;

  @ApiPropertyOptional({ maxLength: maxPersonId })
  @Omittable()
  @Name(maxPersonId)
  name?: string;

  @ApiProperty({ maxLength: maxReference })
  @Name(maxReference)
  role!: string;

  @ApiProperty({ enum: scopeClasses, description: 'PCI DSS 4.0.1 spares single-card cashiers five requirements.' })
  @IsIn(scopeClasses)
  scopeClass!: ScopeClass;

  @ApiPropertyOptional({ type: [String], maxItems: maxStores, description: 'Left out or empty: everywhere.' })
  @Omittable()
  @Stores()
  stores?: string[];
}

export class ReasonedBody extends CommandBody {
  @ApiProperty({ maxLength: maxSentence })
  @Sentence()
  reason!: string;
}

export class RoleBody extends ReasonedBody {
  @ApiProperty({ maxLength: maxReference })
  @Name(maxReference)
  role!: string;

  @ApiPropertyOptional({ type: [String], maxItems: maxStores, description: 'Left out: those they had.' })
  @Omittable()
  @Stores()
  stores?: string[];
}

export class ScopeClassBody extends ReasonedBody {
  @ApiProperty({ enum: scopeClasses })
  @IsIn(scopeClasses)
  scopeClass!: ScopeClass;
}

export class TrainingBody extends CommandBody {
  @ApiProperty({ maxLength: maxReference, example: 'security-awareness' })
  @Name(maxReference)
  topic!: string;

  @ApiProperty({ enum: trainingMethods })
  @IsIn(trainingMethods)
  method!: TrainingMethod;

  @ApiProperty({ type: String, format: 'date-time' })
  @Instant()
  completedAt!: string;

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'At most, and by default, 12 months later.' })
  @Omittable()
  @Instant()
  expiresAt?: string;

  @ApiPropertyOptional({ description: 'SHA-256 of the certificate or attendance list, in lower-case hex.' })
  @Omittable()
  @Matches(/^[0-9a-f]{64}$/)
  evidence?: string;
}

export class OperatorCommandDto implements OperatorCommandAnswer {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: ['active', 'suspended', 'left'] }) status!: RegistrationStatus;
  @ApiProperty({ type: 'integer' }) revision!: number;
}
