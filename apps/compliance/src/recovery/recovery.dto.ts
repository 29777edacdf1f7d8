import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import type { RecoveryCommandAnswer, RecoveryStatus } from '@tillwatch/api';
import {
  contactMeans,
  contactParties,
  evidenceKinds,
  isInstant,
  MAX_TRANSACTIONS,
  recoveryCauses,
  resetChannels,
  type ContactMeans,
  type ContactParty,
  type EvidenceKind,
  type RecoveryCause,
  type ResetChannel,
} from '@tillwatch/events';
import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, Equals, IsArray, IsBoolean, IsIn, IsObject, IsUUID, Matches, ValidateBy, ValidateNested } from 'class-validator'; // prettier-ignore
import { AlertBody, CommandBody, maxPersonId, maxReference, maxSentence, Name, Omittable, Sentence } from '../alerts/alert.dto.js'; // prettier-ignore

/** Versions of the text by which who asks vouches for what they say (docs/recovery.md). */
export const attestationVersions = ['2026-1'] as const;

const instant = { type: String, format: 'date-time' } as const;

function Instant(): PropertyDecorator {
  return applyDecorators(
    ApiProperty(instant),
    ValidateBy({ name: 'isInstant', validator: { validate: isInstant, defaultMessage: () => 'RFC 3339 with a zone' } }),
  );
}

function Reference(description?: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ maxLength: maxReference, ...(description && { description }) }),
    Omittable(),
    Name(maxReference),
  );
}

class Commented {
  @ApiPropertyOptional({ maxLength: maxSentence })
  @Omittable()
  @Sentence()
  comment?: string;
}

class Reasoned {
  @ApiProperty({ maxLength: maxSentence })
  @Sentence()
  reason!: string;
}

class TerminalNamed {
  @ApiProperty({ maxLength: 64 })
  @Matches(/^[A-Za-z0-9._-]{1,64}$/)
  terminalId!: string;
}

class AttestationBody {
  @ApiProperty({ enum: attestationVersions })
  @IsIn(attestationVersions)
  version!: string;

  @ApiProperty({ enum: [true], description: 'What is said is true, and it may be used to decide this case.' })
  @Equals(true)
  agreed!: true;
}

export class RequestBody extends IntersectionType(CommandBody, Reasoned, TerminalNamed) {
  @ApiProperty({ enum: resetChannels })
  @IsIn(resetChannels)
  channel!: ResetChannel;

  @ApiProperty({ maxLength: maxPersonId, description: 'Whose password it is, as terminals name them.' })
  @Name(maxPersonId)
  operatorId!: string;

  @ApiPropertyOptional({ maxLength: maxPersonId, description: "The same person's own sign-in here." })
  @Omittable()
  @Name(maxPersonId)
  account?: string;

  @Reference()
  storeId?: string;

  @ApiProperty({ type: AttestationBody })
  @IsObject()
  @ValidateNested()
  @Type(() => AttestationBody)
  attestation!: AttestationBody;

  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsUUID()
  alertId?: string;
}

/** Approving and closing. */
export class CaseDecisionBody extends IntersectionType(AlertBody, Commented) {}

/** Rejecting and withdrawing. */
export class CaseReasonBody extends IntersectionType(AlertBody, Reasoned) {}

export class CauseBody extends IntersectionType(AlertBody, Commented) {
  @ApiProperty({ enum: recoveryCauses })
  @IsIn(recoveryCauses)
  cause!: RecoveryCause;

  @Instant()
  onsetAt!: string;
}

export class EvidenceBody extends CommandBody {
  @ApiProperty({ enum: evidenceKinds })
  @IsIn(evidenceKinds)
  kind!: EvidenceKind;

  @ApiPropertyOptional({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the document. This or `reference`.' })
  @Omittable()
  @Matches(/^[0-9a-f]{64}$/)
  digest?: string;

  @Reference('What somebody else knows it by; never a card or id number.')
  reference?: string;

  @ApiProperty({ maxLength: maxPersonId, description: 'Who keeps the document.' })
  @Name(maxPersonId)
  custodian!: string;

  @Instant()
  retainUntil!: string;
}

class DeviceBody {
  @ApiProperty({ maxLength: maxReference }) @Name(maxReference) model!: string;
  @ApiProperty({ maxLength: maxReference }) @Name(maxReference) serial!: string;
}

export class VerifyBody extends IntersectionType(AlertBody, Commented) {
  @ApiProperty({ description: 'False: it could not be made sure.' })
  @IsBoolean()
  confirmed!: boolean;

  @Reference('What was looked at, or by whom it was confirmed; the channel `bank` needs it.')
  reference?: string;

  @ApiPropertyOptional({ type: DeviceBody, description: 'As it stands on the device; the channel `vendor` needs it.' })
  @Omittable()
  @IsObject()
  @ValidateNested()
  @Type(() => DeviceBody)
  device?: DeviceBody;

  @ApiPropertyOptional({ type: [String], maxItems: MAX_TRANSACTIONS, description: 'The channel `bank` needs them.' })
  @Omittable()
  @IsArray()
  @ArrayMaxSize(MAX_TRANSACTIONS)
  @ArrayUnique()
  @Matches(/^[^\p{Cc}\p{Cs}]{1,128}$/u, { each: true })
  transactions?: string[];
}

export class ExecuteBody extends AlertBody {
  @ApiPropertyOptional({ description: "Default: the case's own." })
  @Omittable()
  @Matches(/^[A-Za-z0-9._-]{1,64}$/)
  terminalId?: string;
}

export class CaseAssignBody extends AlertBody {
  @ApiPropertyOptional({ maxLength: maxPersonId, description: 'Left out: nobody any more.' })
  @Omittable()
  @Name(maxPersonId)
  assignee?: string;

  @Reference('Of the ticket in the system of whoever supports the shop; left out: none.')
  ticket?: string;
}

export class ContactAttemptBody extends IntersectionType(CommandBody, Commented) {
  @ApiProperty({ enum: contactParties }) @IsIn(contactParties) party!: ContactParty;
  @ApiProperty({ enum: contactMeans }) @IsIn(contactMeans) means!: ContactMeans;
  @ApiProperty() @IsBoolean() reached!: boolean;
}

export class UseReportBody extends CommandBody {
  @Instant()
  noticedAt!: string;

  @ApiProperty({ maxLength: maxSentence })
  @Sentence()
  description!: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @Omittable()
  @IsUUID()
  alertId?: string;
}

export class ReadFileBody extends IntersectionType(CommandBody, Reasoned) {}

export class RecoveryPath {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id!: string;
}

export class EvidencePath extends RecoveryPath {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  evidenceId!: string;
}

export class RecoveryCommandDto implements RecoveryCommandAnswer {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({
    enum: ['requested', 'verifying', 'approved', 'rejected', 'executed', 'closed', 'withdrawn', 'expired'],
  })
  status!: RecoveryStatus;
  @ApiProperty({ type: 'integer' }) revision!: number;
}

export class EvidenceAddedDto extends RecoveryCommandDto {
  @ApiProperty({ format: 'uuid' }) evidenceId!: string;
}
