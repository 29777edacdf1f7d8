import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { passwordMax } from '@tillwatch/accounts';
import { type AccountTokenView, type AccountView, type Role, roles } from '@tillwatch/api';
import { isInstant } from '@tillwatch/events';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsString,
  IsUUID,
  Length,
  Matches,
  ValidateBy,
} from 'class-validator';
import { maxPersonId, maxReference, maxSentence, Name, Omittable, Sentence } from '../alerts/alert.dto.js';

const instant = { type: String, format: 'date-time' } as const;
const maxStores = 200;
const maxMerchants = 20;

function Instant(): PropertyDecorator {
  return ValidateBy({ name: 'isInstant', validator: { validate: isInstant } });
}

export class AccountPath {
  @ApiProperty({ format: 'uuid' }) @IsUUID() id!: string;
}

export class TokenPath extends AccountPath {
  @ApiProperty({ format: 'uuid' }) @IsUUID() tokenId!: string;
}

class GrantBody {
  @ApiProperty({ enum: roles, isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(roles, { each: true })
  roles!: Role[];

  @ApiPropertyOptional({
    type: [String],
    maxItems: maxStores,
    description: 'Only in these. Left out, with no merchants: in all.',
  })
  @Omittable()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(maxStores)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, maxReference, { each: true })
  stores?: string[];

  @ApiPropertyOptional({
    type: [String],
    maxItems: maxMerchants,
    description: 'In all stores of these, also those that join later / 这些商户的全部门店，包括以后加入的',
  })
  @Omittable()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(maxMerchants)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, maxReference, { each: true })
  merchants?: string[];

  @ApiPropertyOptional({ ...instant, description: 'It ends then. An auditor’s has an end, within 366 days.' })
  @Omittable()
  @Instant()
  until?: string;
}

export class AccountBody extends GrantBody {
  @ApiProperty({ description: '2 to 64 letters a to z, digits, dots, dashes; never changed.' })
  @Name(maxReference)
  username!: string;

  @ApiProperty({ maxLength: maxPersonId })
  @Name(maxPersonId)
  name!: string;

  @ApiProperty({ enum: ['person', 'machine'] })
  @IsIn(['person', 'machine'])
  kind!: 'person' | 'machine';

  @ApiPropertyOptional({
    description: 'A first password, to be changed at the first sign-in. A setup link is better: nobody else knows it.',
  })
  @Omittable()
  @IsString()
  @Length(1, passwordMax)
  firstPassword?: string;
}

export class RolesBody extends GrantBody {
  @ApiProperty({ maxLength: maxSentence }) @Sentence() reason!: string;
}

export class ReasonBody {
  @ApiProperty({ maxLength: maxSentence }) @Sentence() reason!: string;
}

export class TokenBody {
  @ApiProperty({ maxLength: maxReference, description: 'What it is for.' })
  @Name(maxReference)
  label!: string;

  @ApiPropertyOptional({ ...instant, description: 'Within 366 days. Default in 90 days.' })
  @Omittable()
  @Instant()
  expiresAt?: string;
}

export class SignInBody {
  @ApiProperty() @IsString() @Length(1, maxReference) username!: string;
  @ApiProperty() @IsString() @Length(1, passwordMax) password!: string;
  @ApiPropertyOptional({ description: 'Of the second factor, once it was asked for.' })
  @Omittable()
  @Matches(/^\d{6}$/)
  code?: string;
}

export class SetupBody {
  @ApiProperty({ description: 'Of the link.' }) @IsString() @Length(1, maxReference) code!: string;
  @ApiProperty() @IsString() @Length(1, passwordMax) password!: string;
  @ApiPropertyOptional({ description: 'For the link of the first start, which makes the first administrator.' })
  @Omittable()
  @Name(maxReference)
  username?: string;
}

export class PasswordBody {
  @ApiProperty() @IsString() @Length(1, passwordMax) current!: string;
  @ApiProperty() @IsString() @Length(1, passwordMax) next!: string;
}

export class ProofBody {
  @ApiProperty({ description: 'The present password.' }) @IsString() @Length(1, passwordMax) password!: string;
}

export class CodeBody {
  @ApiProperty({ description: 'Six digits.' }) @Matches(/^\d{6}$/) code!: string;
}

class CreatedDto {
  @ApiProperty() by!: string;
  @ApiProperty(instant) at!: string;
}

export class AccountDto implements AccountView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() username!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: ['person', 'machine'] }) kind!: AccountView['kind'];
  @ApiProperty({ enum: roles, isArray: true }) roles!: Role[];
  @ApiPropertyOptional({ type: [String] }) stores?: string[];
  @ApiPropertyOptional({ type: [String] }) merchants?: string[];
  @ApiPropertyOptional(instant) until?: string;
  @ApiProperty({ enum: ['active', 'locked', 'disabled', 'ended'] }) status!: AccountView['status'];
  @ApiPropertyOptional(instant) lockedUntil?: string;
  @ApiProperty({ enum: ['none', 'temporary', 'set'] }) password!: AccountView['password'];
  @ApiProperty() hasFactor!: boolean;
  @ApiProperty() created!: CreatedDto;
}

export class AccountListDto {
  @ApiProperty({ type: [AccountDto] }) items!: AccountDto[];
}

export class AccountTokenDto implements AccountTokenView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty() label!: string;
  @ApiProperty(instant) issuedAt!: string;
  @ApiProperty(instant) expiresAt!: string;
  @ApiPropertyOptional(instant) lastUsedAt?: string;
  @ApiProperty({ enum: ['active', 'expired', 'revoked'] }) status!: AccountTokenView['status'];
}

export class AccountTokenListDto {
  @ApiProperty({ type: [AccountTokenDto] }) items!: AccountTokenDto[];
}

export class IssuedTokenDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: 'Shown in this answer alone.' }) token!: string;
  @ApiProperty(instant) expiresAt!: string;
}

export class SetupLinkDto {
  @ApiProperty({ description: 'Shown in this answer alone; the console’s page `/setup#code=…` takes it.' })
  code!: string;
  @ApiProperty(instant) expiresAt!: string;
}
