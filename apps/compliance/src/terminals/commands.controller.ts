import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { TerminalCommand } from '@tillwatch/events';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { type Clock, CodedError, problem } from '@tillwatch/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readJsonBody } from '../json-body.js';
import { originOf } from '../reviews/origin-of.js';
import { TerminalCommandBody, CommandsDto, CommandsQuery, ControlDto, IssuedNumberDto } from './commands.dto.js';
import { ControlTerminal } from './control-terminal.js';
import { IssueTerminalCommand } from './issue-terminal-command.js';
import { ReadCommands } from './read-commands.js';
import { serverClock } from './server-time.js';
import { TerminalPath } from './terminal-path.js';

type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

@ApiTags('terminals')
@ApiBearerAuth()
@Controller('v1/terminals')
export class CommandsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(serverClock) private readonly clock: Clock,
  ) {}

  @Post(':id/freeze')
  @Needs('terminals.control', 'terminal')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Tell a terminal to refuse logins / 冻结终端',
    description: 'Issued at once. Where two people are required, somebody else is to confirm it within a day.',
  })
  @ApiBody({ type: TerminalCommandBody })
  @ApiAcceptedResponse({ type: ControlDto })
  freeze(@Param() { id }: TerminalPath, @Req() request: JsonRequest, @Caller() caller: Principal): Promise<ControlDto> {
    return this.control(id, 'freeze', request, caller);
  }

  @Post(':id/unfreeze')
  @Needs('terminals.control', 'terminal')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Tell a terminal to allow logins again / 解冻终端',
    description: 'Issued at once, or, where two people are required, when somebody else has agreed.',
  })
  @ApiBody({ type: TerminalCommandBody })
  @ApiAcceptedResponse({ type: ControlDto })
  unfreeze(
    @Param() { id }: TerminalPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<ControlDto> {
    return this.control(id, 'unfreeze', request, caller);
  }

  @Post(':id/end-sessions')
  @Needs('terminals.control', 'terminal')
  @HttpCode(202)
  @ApiOperation({ summary: 'Tell a terminal to sign everybody out, or one operator / 结束终端会话' })
  @ApiBody({ type: TerminalCommandBody })
  @ApiAcceptedResponse({ type: IssuedNumberDto })
  endSessions(
    @Param() { id }: TerminalPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<IssuedNumberDto> {
    return this.issue(id, 'end-sessions', request, caller);
  }

  @Post(':id/demand-password-change')
  @Needs('terminals.control', 'terminal')
  @HttpCode(202)
  @ApiOperation({ summary: 'Tell a terminal to ask an operator for a new password / 要求操作员修改密码' })
  @ApiBody({ type: TerminalCommandBody })
  @ApiAcceptedResponse({ type: IssuedNumberDto })
  demandPasswordChange(
    @Param() { id }: TerminalPath,
    @Req() request: JsonRequest,
    @Caller() caller: Principal,
  ): Promise<IssuedNumberDto> {
    return this.issue(id, 'demand-password-change', request, caller);
  }

  @Get(':id/commands')
  @Needs('terminals.attend')
  @ApiOperation({
    summary: 'Commands for a terminal, waiting for one if asked to / 终端拉取指令（长轮询）',
    description: 'At once if there are any. Commands are repeated until `after` is above their number.',
  })
  @ApiOkResponse({ type: CommandsDto })
  async read(
    @Param() { id }: TerminalPath,
    @Query() { after, wait }: CommandsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommandsDto> {
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const commands = await this.queries.execute(new ReadCommands(id, after, wait * 1_000, gone.signal));
    return { now: new Date(this.clock()).toISOString(), commands };
  }

  private control(
    id: string,
    command: 'freeze' | 'unfreeze',
    request: JsonRequest,
    caller: Principal,
  ): Promise<ControlDto> {
    const { reason, operatorId, commandId } = readJsonBody(TerminalCommandBody, request.body);
    if (operatorId !== undefined) throw new CodedError(problem('parameter-invalid', '/operatorId'));
    return this.commands.execute(new ControlTerminal(id, command, reason, originOf(caller, commandId)));
  }

  private issue(
    id: string,
    command: TerminalCommand,
    request: JsonRequest,
    caller: Principal,
  ): Promise<IssuedNumberDto> {
    const { reason, operatorId, commandId } = readJsonBody(TerminalCommandBody, request.body);
    const why = { reason, actor: caller.name, ...(typeof operatorId === 'string' && { operatorId }) };
    return this.commands.execute(new IssueTerminalCommand(caller.tenant, id, command, why, commandId));
  }
}
