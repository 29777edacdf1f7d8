import { Controller, Param, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { AlertCommand } from '@tillwatch/domain';
import { Caller, Needs, type Principal, TakesIfMatch } from '@tillwatch/http';
import type { FastifyRequest } from 'fastify';
import { actions } from '../action.js';
import { readDecision } from '../json-body.js';
import { ActOnAlert } from './act-on-alert.js';
import {
  type AlertBody,
  AlertCommandDto,
  AlertPath,
  AssignBody,
  CommentBody,
  CommentedBody,
  ResolveBody,
} from './alert.dto.js';

type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

const action = actions(AlertCommandDto, TakesIfMatch());

@ApiTags('alerts')
@ApiBearerAuth()
@Controller('v1/alerts')
@Needs('alerts.handle', 'alert')
export class AlertActionsController {
  constructor(private readonly commands: CommandBus) {}

  @action('acknowledge', 'Say that somebody looks into it / 确认告警', CommentedBody)
  acknowledge(@Param() { id }: AlertPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    const { comment, ...given } = readDecision(CommentedBody, request);
    return this.act(id, { kind: 'acknowledge', ...(comment !== undefined && { comment }) }, given, caller);
  }

  @action('assign', 'Give it to somebody, or take it from them / 指派告警', AssignBody)
  assign(@Param() { id }: AlertPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    const { assignee, ...given } = readDecision(AssignBody, request);
    return this.act(id, { kind: 'assign', ...(assignee !== null && { assignee }) }, given, caller);
  }

  @action('comment', 'Write something about it / 备注告警', CommentBody)
  comment(@Param() { id }: AlertPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    const { comment, ...given } = readDecision(CommentBody, request);
    return this.act(id, { kind: 'comment', comment }, given, caller);
  }

  @action('resolve', 'Close it and say what it was / 关闭告警', ResolveBody)
  resolve(@Param() { id }: AlertPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    const { reason, duplicateOf, comment, ...given } = readDecision(ResolveBody, request);
    const more = { ...(duplicateOf !== undefined && { duplicateOf }), ...(comment !== undefined && { comment }) };
    return this.act(id, { kind: 'resolve', reason, ...more }, given, caller);
  }

  @action('reopen', 'Open it again; how it was resolved stays readable / 重新打开告警', CommentedBody)
  reopen(@Param() { id }: AlertPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    const { comment, ...given } = readDecision(CommentedBody, request);
    return this.act(id, { kind: 'reopen', ...(comment !== undefined && { comment }) }, given, caller);
  }

  private act(
    id: string,
    command: AlertCommand,
    { commandId, expectedRevision }: Pick<AlertBody, 'commandId' | 'expectedRevision'>,
    { tenant, name }: Principal,
  ): Promise<AlertCommandDto> {
    const origin = { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
    return this.commands.execute(new ActOnAlert(id, command, origin, expectedRevision));
  }
}
