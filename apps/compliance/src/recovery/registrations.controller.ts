import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { type ContactView, maskReference } from '@tillwatch/api';
import { secondPerson } from '@tillwatch/domain';
import { contactKinds, isInstant, type ContactKind } from '@tillwatch/events';
import { Caller, Needs, NoParameters, type Principal } from '@tillwatch/http';
import { CodedError, problem } from '@tillwatch/kernel';
import { IsIn, ValidateBy } from 'class-validator';
import { CommandBody, maxPersonId, maxReference, maxSentence, Name, Sentence } from '../alerts/alert.dto.js';
import type { DecisionDependencies } from '../alerts/decisions.js';
import { type JsonRequest, readRecoveryBody } from './recovery.controller.js';
import { contactOf, onePersonStore, register } from './registrations.js';
import { DoneByDto } from '../alerts/done-by.dto.js';

/** Injection token of what registrations are appended with. */
export const registrar = Symbol('registrar');

const instant = { type: String, format: 'date-time' } as const;

class ContactBody extends CommandBody {
  @ApiProperty({ enum: contactKinds }) @IsIn(contactKinds) kind!: ContactKind;
  @ApiProperty({ maxLength: maxReference, description: 'Kept masked.' }) @Name(maxReference) destination!: string;
}

class ContactRemovalBody extends CommandBody {
  @ApiProperty({ maxLength: maxSentence }) @Sentence() reason!: string;
}

class OperatorContactDto implements ContactView {
  @ApiProperty({ enum: contactKinds }) kind!: ContactKind;
  @ApiProperty() masked!: string;
  @ApiProperty({ type: DoneByDto }) registered!: DoneByDto;
  @ApiProperty({ ...instant, description: 'It counts for self-service from then on.' }) standsFrom!: string;
}

class MaybeContactDto {
  @ApiPropertyOptional({ type: OperatorContactDto, description: 'Absent: none is registered.' })
  contact?: OperatorContactDto;
}

class OnePersonBody extends CommandBody {
  @ApiProperty({ maxLength: maxPersonId, description: 'Who may decide alone there.' })
  @Name(maxPersonId)
  person!: string;
  @ApiProperty({ maxLength: maxSentence })
  @Sentence()
  reason!: string;
  @ApiProperty({ type: String, format: 'date-time', description: 'At most a year ahead; in the past: no longer.' })
  @ValidateBy({ name: 'isInstant', validator: { validate: isInstant } })
  until!: string;
}

class IdPath {
  @ApiProperty({ maxLength: maxReference }) @Name(maxReference) id!: string;
}

class OnePersonDto {
  @ApiProperty() storeId!: string;
  @ApiProperty() person!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ type: String, format: 'date-time' }) until!: string;
  @ApiProperty({ type: DoneByDto }) registered!: DoneByDto;
}

const longestMs = 366 * 86_400_000;

/** What recoveries are held against: contacts, and stores that one person runs alone. */
@ApiTags('recovery')
@ApiBearerAuth()
@Controller('v1')
export class RegistrationsController {
  constructor(@Inject(registrar) private readonly of: DecisionDependencies) {}

  @Post('operators/:id/contact')
  @Needs('operators.change', 'operator')
  @HttpCode(204)
  @ApiOperation({ summary: 'Register where an operator can be reached / 登记操作员联系方式' })
  @ApiBody({ type: ContactBody })
  @ApiNoContentResponse()
  async contact(@Param() { id }: IdPath, @Req() request: JsonRequest, @Caller() caller: Principal): Promise<void> {
    const { commandId, kind, destination } = readRecoveryBody(ContactBody, request);
    const data = { actor: caller.name, operatorId: id.normalize('NFC'), kind, masked: maskReference(destination) };
    await register(this.of, { name: 'ContactRegistered', data }, originOf(caller, commandId));
  }

  @Post('operators/:id/contact/remove')
  @Needs('operators.change', 'operator')
  @HttpCode(204)
  @ApiOperation({ summary: 'An operator can no longer be reached there / 删除操作员联系方式' })
  @ApiBody({ type: ContactRemovalBody })
  @ApiNoContentResponse()
  async removeContact(
    @Param() { id }: IdPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<void> {
    const { commandId, reason } = readRecoveryBody(ContactRemovalBody, request);
    const operatorId = id.normalize('NFC');
    const removal = { name: 'ContactRemoved' as const, data: { actor: caller.name, operatorId, reason } };
    await register(this.of, removal, originOf(caller, commandId));
  }

  @Get('operators/:id/contact')
  @Needs('operators.read', 'operator')
  @ApiOperation({ summary: 'Where an operator can be reached, masked / 查看操作员联系方式（已遮盖）' })
  @ApiOkResponse({ type: MaybeContactDto })
  async readContact(@Param() { id }: IdPath, @Query() _: NoParameters): Promise<MaybeContactDto> {
    const contact = await contactOf(this.of.store, id);
    return contact ? { contact } : {};
  }

  @Post('stores/:id/one-person')
  @Needs('recovery.approve')
  @HttpCode(204)
  @ApiOperation({ summary: 'Register that one person runs a store and may decide alone / 登记单人门店例外' })
  @ApiBody({ type: OnePersonBody })
  @ApiNoContentResponse()
  async onePerson(@Param() { id }: IdPath, @Req() request: JsonRequest, @Caller() caller: Principal): Promise<void> {
    const { commandId, ...said } = readRecoveryBody(OnePersonBody, request);
    if (Date.parse(said.until) - this.of.clock() > longestMs)
      throw new CodedError(problem('parameter-invalid', '/until', 'At most a year ahead.'));
    // Whoever registered themselves would be approving everything to come.
    const eyes = secondPerson(caller.name, [said.person], 'nobody', '/person');
    if (!eyes.ok) throw new CodedError(eyes.error);
    const data = { actor: caller.name, storeId: id, ...said };
    await register(this.of, { name: 'OnePersonStoreRegistered', data }, originOf(caller, commandId));
  }

  @Get('stores/:id/one-person')
  @Needs('recovery.read', 'store')
  @ApiOperation({ summary: 'Who may decide alone in a store, and who said so / 查看单人门店例外' })
  @ApiOkResponse({ type: OnePersonDto })
  async readOnePerson(@Param() { id }: IdPath): Promise<OnePersonDto> {
    const found = await onePersonStore(this.of.store, id);
    if (!found) throw new CodedError(problem('not-found'));
    return found;
  }
}

function originOf({ tenant, name }: Principal, commandId: string | undefined) {
  return { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
}
