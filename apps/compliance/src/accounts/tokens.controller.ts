import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { getAccount, issueToken, lastUses, revokeToken } from '@tillwatch/accounts';
import { may } from '@tillwatch/api';
import { Caller, Needs, NoParameters, type Principal } from '@tillwatch/http';
import { CodedError, problem } from '@tillwatch/kernel';
import type { FastifyRequest } from 'fastify';
import { readJsonBody } from '../json-body.js';
import { tokenViews } from './account-view.js';
import { accountsOptions, type AccountsOptions } from './accounts-options.js';
import { AccountPath, AccountTokenListDto, IssuedTokenDto, TokenBody, TokenPath } from './accounts.dto.js';

const defaultDays = 90;
const dayMs = 86_400_000;

/** Tokens of one's own account, and of any account for who may change accounts. */
@ApiTags('accounts')
@ApiBearerAuth()
@Controller('v1/accounts/:id/tokens')
@Needs('own-account.use', 'own')
export class TokensController {
  constructor(@Inject(accountsOptions) private readonly options: AccountsOptions) {}

  @Get()
  @ApiOperation({ summary: 'The tokens an account has had, oldest first / 账户令牌列表' })
  @ApiOkResponse({ type: AccountTokenListDto })
  async list(
    @Param() { id }: AccountPath,
    @Query() _: NoParameters,
    @Caller() caller: Principal,
  ): Promise<AccountTokenListDto> {
    if (id !== caller.subject && !may(caller.roles, 'accounts.read')) throw new CodedError(problem('not-found'));
    const { database, clock } = this.options.accounts;
    const account = await getAccount(database, id);
    if (!account) throw new CodedError(problem('not-found'));
    return { items: tokenViews(account, await lastUses(database, id), clock()) };
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Issue a token for the API / 签发 API 令牌',
    description: 'It is shown in this answer alone; a hash of it is kept. It may do what the account may.',
  })
  @ApiBody({ type: TokenBody })
  @ApiCreatedResponse({ type: IssuedTokenDto })
  issue(
    @Param() { id }: AccountPath,
    @Req() request: FastifyRequest<{ Body: Buffer | undefined }>,
    @Caller() caller: Principal,
  ): Promise<IssuedTokenDto> {
    checkMayChange(caller, id);
    const { accounts } = this.options;
    const inDefault = new Date(accounts.clock() + defaultDays * dayMs).toISOString();
    const { label, expiresAt = inDefault } = readJsonBody(TokenBody, request.body);
    return issueToken(accounts, id, { label, expiresAt }, caller.name);
  }

  @Post(':tokenId/revoke')
  @HttpCode(204)
  @ApiOperation({ summary: 'Make a token worth nothing / 吊销令牌' })
  @ApiNoContentResponse()
  revoke(@Param() { id, tokenId }: TokenPath, @Caller() caller: Principal): Promise<void> {
    checkMayChange(caller, id);
    return revokeToken(this.options.accounts, id, tokenId, caller.name);
  }
}

/** A token begets no token: who has one that leaked could stay for ever. */
function checkMayChange(caller: Principal, id: string): void {
  if (caller.mustChangePassword) throw new CodedError(problem('password-change-required'));
  if (caller.by.kind === 'token') throw new CodedError(problem('forbidden', undefined, 'Not with a token.'));
  if (id !== caller.subject && !may(caller.roles, 'accounts.change')) throw new CodedError(problem('not-found'));
}
