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
import {
  changeRoles,
  createAccount,
  endAllSessions,
  getAccount,
  issueSetupLink,
  listAccounts,
  removeAccountFactor,
  setDisabled,
  setPassword,
  unlock,
} from '@tillwatch/accounts';
import { Caller, Needs, NoParameters, type Principal } from '@tillwatch/http';
import { CodedError, problem } from '@tillwatch/kernel';
import type { FastifyRequest } from 'fastify';
import { actions } from '../action.js';
import { readJsonBody } from '../json-body.js';
import { accountView } from './account-view.js';
import { accountsOptions, type AccountsOptions } from './accounts-options.js';
import {
  AccountBody,
  AccountDto,
  AccountListDto,
  AccountPath,
  ReasonBody,
  RolesBody,
  SetupLinkDto,
} from './accounts.dto.js';

type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

const action = actions(AccountDto);

@ApiTags('accounts')
@ApiBearerAuth()
@Controller('v1/accounts')
@Needs('accounts.change')
export class AccountsController {
  constructor(@Inject(accountsOptions) private readonly options: AccountsOptions) {}

  private get of() {
    return this.options.accounts;
  }

  @Get()
  @Needs('accounts.read')
  @ApiOperation({ summary: 'Who may use the platform, by name, at most 5,000 / 账户列表' })
  @ApiOkResponse({ type: AccountListDto })
  async list(@Query() _: NoParameters): Promise<AccountListDto> {
    const now = this.of.clock();
    return { items: (await listAccounts(this.of.database)).map((account) => accountView(account, now)) };
  }

  @Get(':id')
  @Needs('accounts.read')
  @ApiOperation({ summary: 'One account / 账户详情' })
  @ApiOkResponse({ type: AccountDto })
  async get(@Param() { id }: AccountPath, @Query() _: NoParameters): Promise<AccountDto> {
    const account = await getAccount(this.of.database, id);
    if (!account) throw new CodedError(problem('not-found'));
    return accountView(account, this.of.clock());
  }

  @Post()
  @HttpCode(201)
  @ApiOperation({
    summary: 'Make an account for a person or a machine / 新建账户',
    description: 'A person then needs a setup link or a first password, a machine a token.',
  })
  @ApiBody({ type: AccountBody })
  @ApiCreatedResponse({ type: AccountDto })
  async create(@Req() request: JsonRequest, @Caller() { name: actor }: Principal): Promise<AccountDto> {
    const { firstPassword, ...wanted } = readJsonBody(AccountBody, request.body);
    if (firstPassword !== undefined && wanted.kind !== 'person') {
      throw new CodedError(problem('parameter-invalid', '/firstPassword', 'A machine has tokens.'));
    }
    const made = await createAccount(this.of, wanted, actor);
    if (firstPassword === undefined) return accountView(made, this.of.clock());
    const first = { password: firstPassword, by: 'administrator', actor } as const;
    return accountView(await setPassword(this.of, made, first), this.of.clock());
  }

  @action('roles', 'Set what an account may do, where and until when / 设置账户角色与范围', RolesBody)
  async roles(@Param() { id }: AccountPath, @Req() request: JsonRequest, @Caller() actor: Principal) {
    const account = await changeRoles(this.of, id, readJsonBody(RolesBody, request.body), actor);
    return accountView(account, this.of.clock());
  }

  @action('disable', 'Switch an account off; its sessions end / 停用账户', ReasonBody)
  disable(@Param() { id }: AccountPath, @Req() request: JsonRequest, @Caller() actor: Principal) {
    return this.switch(id, true, request, actor);
  }

  @action('enable', 'Switch an account on again / 启用账户', ReasonBody)
  enable(@Param() { id }: AccountPath, @Req() request: JsonRequest, @Caller() actor: Principal) {
    return this.switch(id, false, request, actor);
  }

  @action('unlock', 'End the lock that wrong passwords brought / 解除锁定', ReasonBody)
  async unlock(@Param() { id }: AccountPath, @Req() request: JsonRequest, @Caller() actor: Principal) {
    const { reason } = readJsonBody(ReasonBody, request.body);
    return accountView(await unlock(this.of, id, reason, actor), this.of.clock());
  }

  @Post(':id/setup-links')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Make a link by which the person sets a password / 签发设置链接',
    description: 'Good once, for 24 hours; links made before it are void. It is shown in this answer alone.',
  })
  @ApiCreatedResponse({ type: SetupLinkDto })
  link(@Param() { id }: AccountPath, @Caller() { name }: Principal): Promise<SetupLinkDto> {
    return issueSetupLink(this.of, id, name);
  }

  @Post(':id/remove-factor')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take away a second factor that was lost / 移除丢失的第二因素' })
  @ApiNoContentResponse()
  async removeFactor(@Param() { id }: AccountPath, @Caller() { name }: Principal): Promise<void> {
    await removeAccountFactor(this.of, id, name);
  }

  @Post(':id/end-sessions')
  @HttpCode(204)
  @ApiOperation({ summary: 'End every session of an account / 结束账户的所有会话' })
  @ApiNoContentResponse()
  endSessions(@Param() { id }: AccountPath): Promise<void> {
    return endAllSessions(this.of, id);
  }

  private async switch(id: string, disabled: boolean, request: JsonRequest, actor: Principal): Promise<AccountDto> {
    const { reason } = readJsonBody(ReasonBody, request.body);
    return accountView(await setDisabled(this.of, id, { disabled, reason }, actor), this.of.clock());
  }
}
