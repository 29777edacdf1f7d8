import { Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, Needs, NoParameters, type Principal } from '@tillwatch/http';
import { CodedError, problem } from '@tillwatch/kernel';
import type { FastifyRequest } from 'fastify';
import { readJsonBody } from '../json-body.js';
import { IssueEnrolmentCode } from './issue-enrolment-code.js';
import {
  EnrolmentCodeDto,
  KeyPath,
  RegisteredKeyDto,
  RegisterKeyBody,
  RevokeKeyBody,
  TerminalKeysDto,
} from './keys.dto.js';
import { ListKeys } from './list-keys.js';
import { type KeyVoucher, RegisterKey } from './register-key.js';
import { RevokeKey } from './revoke-key.js';
import { TerminalPath } from './terminal-path.js';

type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

@ApiTags('terminals')
@ApiBearerAuth()
@Controller('v1/terminals')
export class KeysController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post(':id/enrolment-codes')
  @Needs('terminals.trust', 'terminal')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Issue a one-time code with which a terminal registers its key / 签发一次性注册码',
    description: 'Valid for 10 minutes, once; codes issued before it are void. It is shown in this answer alone.',
  })
  @ApiCreatedResponse({ type: EnrolmentCodeDto })
  issueCode(@Param() { id }: TerminalPath, @Caller() caller: Principal): Promise<EnrolmentCodeDto> {
    return this.commands.execute(new IssueEnrolmentCode(caller.tenant, id, caller.name));
  }

  @Post(':id/keys')
  @Needs('terminals.attend')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Register the public half of a signing key / 登记签名公钥',
    description: 'With an enrolment code, or with the key in use vouching for the new one. Retires the key before it.',
  })
  @ApiBody({ type: RegisterKeyBody })
  @ApiCreatedResponse({ type: RegisteredKeyDto })
  register(
    @Param() { id }: TerminalPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<RegisteredKeyDto> {
    const body = readJsonBody(RegisterKeyBody, request.body);
    const { publicKey, proof } = body;
    return this.commands.execute(new RegisterKey(caller.tenant, id, { publicKey, proof }, voucherOf(body)));
  }

  @Post(':id/keys/:keyId/revoke')
  @Needs('terminals.trust', 'terminal')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Stop trusting a key / 吊销密钥',
    description: 'Seals by it that arrive from now on are kept and marked. Revoking twice changes nothing.',
  })
  @ApiBody({ type: RevokeKeyBody })
  @ApiOkResponse({ type: RegisteredKeyDto })
  async revoke(
    @Param() { id, keyId }: KeyPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<RegisteredKeyDto> {
    const { reason, drainUntil } = readJsonBody(RevokeKeyBody, request.body);
    const why = { reason, actor: caller.name, ...(drainUntil && { drainUntil: { ...drainUntil } }) };
    await this.commands.execute(new RevokeKey(caller.tenant, id, keyId, why));
    return { keyId };
  }

  @Get(':id/keys')
  @Needs('terminals.read', 'terminal')
  @ApiOperation({ summary: 'The signing keys a terminal has had, oldest first / 终端签名密钥' })
  @ApiOkResponse({ type: TerminalKeysDto })
  async list(@Param() { id }: TerminalPath, @Query() _: NoParameters): Promise<TerminalKeysDto> {
    return { items: await this.queries.execute(new ListKeys(id)) };
  }
}

/** Exactly one way to vouch for a key. */
function voucherOf({ code, previousKeyId, previousProof }: RegisterKeyBody): KeyVoucher {
  const missing = (name: string): CodedError => new CodedError(problem('parameter-invalid', `/${name}`));
  if (typeof code === 'string') {
    if (typeof previousKeyId === 'string' || typeof previousProof === 'string') throw missing('code');
    return { code };
  }
  if (typeof previousKeyId !== 'string') throw missing(typeof previousProof === 'string' ? 'previousKeyId' : 'code');
  if (typeof previousProof !== 'string') throw missing('previousProof');
  return { previousKeyId, previousProof };
}
