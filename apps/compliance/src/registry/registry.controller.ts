import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { defaultInspectionDays, type Registration, type RegistryCommand } from '@tillwatch/domain';
import type { TerminalBinding } from '@tillwatch/events';
import { Caller, Needs, type Principal } from '@tillwatch/http';
import { hmacSha256Hex } from '@tillwatch/kernel';
import type { FastifyRequest } from 'fastify';
import { maxSentence } from '../alerts/alert.dto.js';
import { withoutSecrets } from '../alerts/decisions.js';
import { actions } from '../action.js';
import { readJsonBody } from '../json-body.js';
import { TerminalPath } from '../terminals/terminal-path.js';
import { ChangeRegistration } from './change-registration.js';
import { InspectTerminal } from './inspect-terminal.js';
import { InspectionBody, InspectionIdDto } from './inspection.dto.js';
import {
  type BindingBody,
  BindingChangeBody,
  CustodianBody,
  MoveBody,
  RegisterBody,
  RegistrationDto,
  RetireBody,
  ScheduleBody,
} from './registry.dto.js';

type JsonRequest = FastifyRequest<{ Body: Buffer | undefined }>;

/** Keys the hashes of settlement accounts. */
export const accountKey = Symbol('key of account hashes');

const action = actions(RegistrationDto);

@ApiTags('registry')
@ApiBearerAuth()
@Controller('v1/terminals')
@Needs('terminals.register', 'terminal')
export class RegistryController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(accountKey) private readonly key: string,
  ) {}

  @Post()
  @Needs('terminals.register')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Register a terminal: device, five-item binding, store, custodian / 登记终端',
    description: 'One serial number belongs to one terminal. A terminal that was retired can be registered again.',
  })
  @ApiBody({ type: RegisterBody })
  @ApiCreatedResponse({ type: RegistrationDto })
  register(@Req() request: JsonRequest, @Caller() caller: Principal): Promise<RegistrationDto> {
    const { commandId, id, binding, location, ...facts } = readJsonBody(RegisterBody, request.body);
    const data = {
      actor: caller.name,
      ...{ inspectEveryDays: defaultInspectionDays, ...facts },
      binding: this.bindingOf(binding),
      ...(location && { location: { ...location } }),
    };
    return this.change(id, { name: 'TerminalRegistered', data }, caller, commandId);
  }

  @action('binding', 'Change what a terminal is bound to; raises an alert / 变更终端绑定信息', BindingChangeBody)
  bind(@Param() { id }: TerminalPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    const { commandId, binding, reason } = readJsonBody(BindingChangeBody, request.body);
    const data = { actor: caller.name, binding: this.bindingOf(binding), reason };
    return this.change(id, { name: 'TerminalBindingChanged', data }, caller, commandId);
  }

  @action('custodian', 'Give a terminal into the keeping of somebody else / 变更终端保管人', CustodianBody)
  giveTo(@Param() { id }: TerminalPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    const { commandId, ...wanted } = readJsonBody(CustodianBody, request.body);
    const data = { actor: caller.name, ...wanted };
    return this.change(id, { name: 'TerminalCustodianChanged', data }, caller, commandId);
  }

  @action('move', 'Move a terminal to another place, as planned / 终端移机', MoveBody)
  move(@Param() { id }: TerminalPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    const { commandId, location, ...wanted } = readJsonBody(MoveBody, request.body);
    const data = { actor: caller.name, ...wanted, ...(location && { location: { ...location } }) };
    return this.change(id, { name: 'TerminalMoved', data }, caller, commandId);
  }

  @action('retire', 'Take a terminal out of service; its serial number becomes free / 停用终端', RetireBody)
  retire(@Param() { id }: TerminalPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    const { commandId, reason } = readJsonBody(RetireBody, request.body);
    return this.change(id, { name: 'TerminalRetired', data: { actor: caller.name, reason } }, caller, commandId);
  }

  @action('inspection-schedule', 'Set how often a terminal is to be inspected / 设定终端巡检周期', ScheduleBody)
  schedule(@Param() { id }: TerminalPath, @Req() request: JsonRequest, @Caller() caller: Principal) {
    const { commandId, ...wanted } = readJsonBody(ScheduleBody, request.body);
    const data = { actor: caller.name, ...wanted };
    return this.change(id, { name: 'InspectionScheduled', data }, caller, commandId);
  }

  @Post(':id/inspections')
  @Needs('terminals.inspect', 'terminal')
  @HttpCode(201)
  @ApiOperation({ summary: 'Record an inspection; tampering or substitution raises an alert / 记录终端巡检' })
  @ApiBody({ type: InspectionBody })
  @ApiCreatedResponse({ type: InspectionIdDto })
  inspect(
    @Param() { id }: TerminalPath,
    @Req() request: JsonRequest,
    @Caller() { tenant, name }: Principal,
  ): Promise<InspectionIdDto> {
    const { commandId, photos = [], ...inspection } = readJsonBody(InspectionBody, request.body);
    const origin = { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
    return this.commands.execute(new InspectTerminal(id, { ...inspection, photos }, origin));
  }

  private async change(
    id: string,
    wanted: RegistryCommand,
    { tenant, name }: Principal,
    commandId: string | undefined,
  ): Promise<RegistrationDto> {
    const origin = { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
    return registrationOf(await this.commands.execute(new ChangeRegistration(id, wanted, origin)));
  }

  private bindingOf({ settlementAccount, deploymentAddress, ...codes }: BindingBody): TerminalBinding {
    const account = settlementAccount.toUpperCase().replace(/[ -]/g, '');
    return {
      ...codes,
      settlementAccount: `****${account.slice(-4)}`,
      settlementAccountHash: hmacSha256Hex(this.key, account),
      deploymentAddress: withoutSecrets('binding', deploymentAddress, maxSentence),
    };
  }
}

function registrationOf({ binding, ...known }: Registration): RegistrationDto {
  const { settlementAccountHash, ...shown } = binding;
  void settlementAccountHash;
  return { ...known, binding: shown };
}
