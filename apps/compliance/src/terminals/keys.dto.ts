import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { TerminalKeyView } from '@tillwatch/api';
import { Type } from 'class-transformer';
import { IsInt, IsObject, IsOptional, IsString, Length, Matches, Max, Min, ValidateNested } from 'class-validator';

const instant = { type: String, format: 'date-time' } as const;
const base64url = { type: String, description: 'Raw bytes in base64url without padding.' } as const;

export class KeyPath {
  @ApiProperty()
  @Matches(/^[A-Za-z0-9._-]{1,64}$/)
  id!: string;
  @ApiProperty({ description: 'First 32 hex digits of the SHA-256 of the raw public key.' })
  @Matches(/^[0-9a-f]{32}$/)
  keyId!: string;
}

export class EnrolmentCodeDto {
  @ApiProperty({ example: 'ABCD-EFGH-JKMN-PQRS', description: 'Shown this once.' }) code!: string;
  @ApiProperty(instant) expiresAt!: string;
}

/** Forms are not looked at closely here: what is no key or no proof has answers of its own. */
export class RegisterKeyBody {
  @ApiProperty(base64url)
  @IsString()
  @Length(1, 128)
  publicKey!: string;
  @ApiProperty({ ...base64url, description: 'Ed25519 by the new key over `tillwatch-key-v1`, see docs/adr/0013.' })
  @IsString()
  @Length(1, 128)
  proof!: string;
  @ApiPropertyOptional({ description: 'To enrol.' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  code?: string;
  @ApiPropertyOptional({ description: 'To rotate: the key in use.' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  previousKeyId?: string;
  @ApiPropertyOptional({ ...base64url, description: 'To rotate: the same proof by the key in use.' })
  @IsOptional()
  @IsString()
  @Length(1, 128)
  previousProof?: string;
}

export class RegisteredKeyDto {
  @ApiProperty() keyId!: string;
}

export class PlaceDto {
  @ApiProperty({ type: 'integer', minimum: 1 })
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  epoch!: number;
  @ApiProperty({ type: 'integer', minimum: 1 })
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  sequence!: number;
}

export class RevokeKeyBody {
  @ApiProperty({ minLength: 1, maxLength: 500 })
  @IsString()
  @Length(1, 500)
  reason!: string;
  @ApiPropertyOptional({ description: 'Seals up to this place are expected yet, and raise no alert.' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PlaceDto)
  drainUntil?: PlaceDto;
}

export class TerminalKeyDto implements TerminalKeyView {
  @ApiProperty() keyId!: string;
  @ApiProperty(base64url) publicKey!: string;
  @ApiProperty({ enum: ['active', 'retired', 'revoked'] }) status!: TerminalKeyView['status'];
  @ApiProperty(instant) registeredAt!: string;
  @ApiProperty({ enum: ['enrolment', 'rotation'] }) via!: TerminalKeyView['via'];
  @ApiPropertyOptional(instant) revokedAt?: string;
  @ApiPropertyOptional() reason?: string;
  @ApiPropertyOptional() drainUntil?: PlaceDto;
}

export class TerminalKeysDto {
  @ApiProperty({ type: [TerminalKeyDto] }) items!: TerminalKeyDto[];
}
