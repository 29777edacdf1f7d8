import { Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { ApiBearerAuth, ApiBody, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  changeOwnPassword,
  confirmOwnFactor,
  getAccount,
  proposeOwnFactor,
  removeOwnFactor,
  signOut,
} from '@tillwatch/accounts';
import { Caller, clearSessionCookie, mayCall, Needs, needsWithin, NoParameters, type Principal } from '@tillwatch/http';
import { CodedError, problem } from '@tillwatch/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readJsonBody } from '../json-body.js';
import { meView } from './account-view.js';
import { accountsOptions, type AccountsOptions } from './accounts-options.js';
import { CodeBody, PasswordBody, ProofBody } from './accounts.dto.js';
import { CommandRightsDto, FactorDto, MeDto } from './me.dto.js';

type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

@ApiTags('my account')
@ApiBearerAuth()
@Controller('v1/me')
@Needs('own-account.use', 'own')
export class MeController {
  constructor(
    @Inject(accountsOptions) private readonly options: AccountsOptions,
    private readonly modules: ModulesContainer,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Who I am here, and what I may do / 我的账户与权限' })
  @ApiOkResponse({ type: MeDto })
  async me(@Query() _: NoParameters, @Caller() caller: Principal): Promise<MeDto> {
    const { database } = this.options.accounts;
    return meView(caller, caller.by.kind === 'installation' ? undefined : await getAccount(database, caller.subject));
  }

  @Get('commands')
  @ApiOperation({
    summary: 'Every command there is, and which of them I may give / 我可以执行的操作',
    description: 'For whoever shows a person only what they may do. The guard decides by the same table.',
  })
  @ApiOkResponse({ type: CommandRightsDto })
  commands(@Query() _: NoParameters, @Caller() caller: Principal): CommandRightsDto {
    const items = needsWithin(this.modules).flatMap(({ route, need }) =>
      typeof need !== 'object' || route.startsWith('GET ')
        ? []
        : [{ command: route, permission: need.permission, allowed: mayCall(caller, need) }],
    );
    return { items };
  }

  @Post('password')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Change my password / 修改我的密码',
    description: 'Other sessions of mine end. Wrong present passwords count towards the lock.',
  })
  @ApiBody({ type: PasswordBody })
  @ApiNoContentResponse()
  async password(@Req() request: JsonRequest, @Caller() caller: Principal): Promise<void> {
    const { current, next } = readJsonBody(PasswordBody, request.body);
    const session = sessionOf(caller);
    await changeOwnPassword(this.options.accounts, caller.subject, { current, next, session });
  }

  @Post('factor')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Begin to enrol a second factor / 开始绑定第二因素',
    description: 'Its secret is shown in this answer alone, and counts once a code of it was confirmed.',
  })
  @ApiBody({ type: ProofBody })
  @ApiOkResponse({ type: FactorDto })
  proposeFactor(@Req() request: JsonRequest, @Caller() caller: Principal): Promise<FactorDto> {
    sessionOf(caller);
    const { password } = readJsonBody(ProofBody, request.body);
    return proposeOwnFactor(this.options.accounts, caller.subject, password);
  }

  @Post('factor/confirm')
  @HttpCode(204)
  @ApiOperation({ summary: 'Confirm the second factor by a code / 以验证码确认绑定' })
  @ApiBody({ type: CodeBody })
  @ApiNoContentResponse()
  async confirmFactor(@Req() request: JsonRequest, @Caller() caller: Principal): Promise<void> {
    sessionOf(caller);
    await confirmOwnFactor(this.options.accounts, caller.subject, readJsonBody(CodeBody, request.body).code);
  }

  @Post('factor/remove')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove my second factor / 移除我的第二因素' })
  @ApiBody({ type: ProofBody })
  @ApiNoContentResponse()
  async removeFactor(@Req() request: JsonRequest, @Caller() caller: Principal): Promise<void> {
    sessionOf(caller);
    await removeOwnFactor(this.options.accounts, caller.subject, readJsonBody(ProofBody, request.body).password);
  }

  @Post('sign-out')
  @HttpCode(204)
  @ApiOperation({ summary: 'End the session I am in / 退出登录' })
  @ApiNoContentResponse()
  async leave(@Caller() caller: Principal, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await signOut(this.options.accounts, caller.subject, sessionOf(caller));
    clearSessionCookie(reply, this.options.secure);
  }
}

/** What is a person's own is done in a session: a token is for machines. */
function sessionOf({ by }: Principal): string {
  if (by.kind !== 'session') throw new CodedError(problem('forbidden', undefined, 'Only in a session.'));
  return by.id;
}
