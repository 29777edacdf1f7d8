import { Controller, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { OperatorRegistryCommand } from '@tillwatch/domain';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import type { FastifyRequest } from 'fastify';
import { actions } from '../action.js';
import { readJsonBody } from '../json-body.js';
import { ChangeOperator } from './change-operator.js';
import {
  OperatorCommandDto,
  OperatorPath,
  ReasonedBody,
  RegistrationFacts,
  RoleBody,
  ScopeClassBody,
  TrainingBody,
} from './operator.dto.js';

type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

const action = actions(OperatorCommandDto);

@ApiTags('operators')
@ApiBearerAuth()
@Controller('v1/operators')
@Needs('operators.change', 'operator')
export class OperatorActionsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Needs('operators.change')
  @ApiOperation({
    summary: 'Enter an operator in the register / 登记操作员',
    description: 'Also for one that left and comes back, and for one that terminals have told of already.',
  })
  @ApiBody({ type: RegistrationFacts })
  @ApiCreatedResponse({ type: OperatorCommandDto })
  register(@Req() request: JsonRequest, @Caller() caller: Principal) {
    const { id, commandId, stores = [], ...facts } = readJsonBody(RegistrationFacts, request.body);
    return this.act(id, { kind: 'register', ...facts, stores }, commandId, caller);
  }

  @action('suspend', 'Say that somebody may not work for the time being / 暂停操作员', ReasonedBody)
  suspend(@Param() { id }: OperatorPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    const { commandId, reason } = readJsonBody(ReasonedBody, request.body);
    return this.act(id, { kind: 'suspend', reason }, commandId, caller);
  }

  @action('resume', 'Let a suspended operator work again / 恢复操作员', ReasonedBody)
  resume(@Param() { id }: OperatorPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    const { commandId, reason } = readJsonBody(ReasonedBody, request.body);
    return this.act(id, { kind: 'resume', reason }, commandId, caller);
  }

  @action('leave', 'Say that somebody does not work here any more / 操作员离职', ReasonedBody)
  leave(@Param() { id }: OperatorPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    const { commandId, reason } = readJsonBody(ReasonedBody, request.body);
    return this.act(id, { kind: 'leave', reason }, commandId, caller);
  }

  @action('role', 'Give another role, or other stores / 变更角色或门店', RoleBody)
  role(@Param() { id }: OperatorPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    const { commandId, ...wanted } = readJsonBody(RoleBody, request.body);
    return this.act(id, { kind: 'assign-role', ...wanted }, commandId, caller);
  }

  @action(
    'scope-class',
    'Decide which part of PCI DSS applies, anew if it was voided / 确定 PCI DSS 适用范围',
    ScopeClassBody,
  )
  scopeClass(@Param() { id }: OperatorPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    const { commandId, ...wanted } = readJsonBody(ScopeClassBody, request.body);
    return this.act(id, { kind: 'assign-scope', ...wanted }, commandId, caller);
  }

  @action('training', 'Record that somebody was trained / 登记培训', TrainingBody)
  training(@Param() { id }: OperatorPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    const { commandId, ...wanted } = readJsonBody(TrainingBody, request.body);
    return this.act(id, { kind: 'record-training', ...wanted }, commandId, caller);
  }

  private act(
    id: string,
    command: OperatorRegistryCommand,
    commandId: string | undefined,
    { tenant, name }: Principal,
  ): Promise<OperatorCommandDto> {
    const origin = { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
    return this.commands.execute(new ChangeOperator(id, command, origin));
  }
}
