import { randomUUID } from 'node:crypto';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ControlRequestView } from '@tillwatch/api';
import {
  decideControlRequest,
  evolveControlRequest,
  secondPerson,
  type ControlRequest,
  type ControlRequestCommand,
} from '@tillwatch/domain';
import { uuidFromName } from '@tillwatch/kernel';
import { controlRequestView } from '@tillwatch/read-models';
import { maxSentence } from '../alerts/alert.dto.js';
import { changeRecord, type RecordKind } from '../alerts/change-record.js';
import { type CommandOrigin, type DecisionDependencies, withoutSecrets } from '../alerts/decisions.js';
import { aloneInTenant } from '../reviews/four-eyes.js';
import { IssueTerminalCommand, type IssuedNumber } from './issue-terminal-command.js';

const requests: RecordKind<ControlRequest, ControlRequestCommand> = {
  stream: (id) => `control-request-${id}`,
  evolve: evolveControlRequest,
  decide: decideControlRequest,
};

/** What came of it: the command that was issued, the request that waits for somebody else, or both. */
export interface ControlAnswer extends Partial<IssuedNumber> {
  /** Nobody else has to agree, and nobody did. */
  singlePerson?: boolean;
  requestId?: string;
  /** By when somebody else is to confirm what was issued. */
  confirmBy?: string;
}

export class ControlTerminal extends Command<ControlAnswer> {
  constructor(
    readonly terminalId: string,
    readonly command: 'freeze' | 'unfreeze',
    readonly reason: string,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

/**
 * Where one person is enough, the command is issued at once. Where it takes two, a freeze is still issued at once and is to
 * be confirmed within a day; an unfreeze waits for somebody else.
 */
@CommandHandler(ControlTerminal)
export class ControlTerminalHandler implements ICommandHandler<ControlTerminal> {
  constructor(
    private readonly of: DecisionDependencies,
    private readonly commands: CommandBus,
  ) {}

  async execute({ terminalId, command, reason, origin }: ControlTerminal): Promise<ControlAnswer> {
    const { tenant, actor, commandId: given } = origin;
    if (secondPerson(actor, [actor], await aloneInTenant(this.of, tenant)).ok) {
      const id = given && uuidFromName(`control|${tenant}|${terminalId}|${given}`);
      const why = { reason, actor, singlePerson: true };
      const issue = new IssueTerminalCommand(tenant, terminalId, command, why, id);
      return { ...(await this.commands.execute(issue)), singlePerson: true };
    }
    const id = given === undefined ? randomUUID() : uuidFromName(`control-request|${tenant}|${given}`);
    const commandId = uuidFromName(`control|${id}`);
    const issues = command === 'freeze' ? { commandId } : {};
    const data = { actor, terminalId, command, ...issues, reason: withoutSecrets('reason', reason, maxSentence) };
    const wanted = { name: 'TerminalControlRequested' as const, data };
    const { state } = await changeRecord(this.of, requests, { id, wanted, origin });
    if (command === 'unfreeze') return { requestId: id };
    const issue = new IssueTerminalCommand(tenant, terminalId, command, { reason: data.reason, actor }, commandId);
    return { ...(await this.commands.execute(issue)), requestId: id, confirmBy: state.confirmBy! };
  }
}

export class DecideControlRequest extends Command<ControlRequestView> {
  constructor(
    readonly id: string,
    readonly decision: { approved: true; reason?: string } | { approved: false; reason: string },
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

/** Agreed to, an unfreeze is issued, under an id made of the request: given again after a crash, it is issued once. */
@CommandHandler(DecideControlRequest)
export class DecideControlRequestHandler implements ICommandHandler<DecideControlRequest> {
  constructor(
    private readonly of: DecisionDependencies,
    private readonly commands: CommandBus,
  ) {}

  async execute({ id, decision, origin }: DecideControlRequest): Promise<ControlRequestView> {
    const { state } = await changeRecord(this.of, requests, { id, wanted: wantedOf(decision, origin), origin });
    if (decision.approved && state.commandId === undefined) {
      const { terminalId, command, reason, requested } = state;
      const why = { reason, actor: requested.by, approvedBy: origin.actor };
      const commandId = uuidFromName(`control|${id}`);
      await this.commands.execute(new IssueTerminalCommand(origin.tenant, terminalId, command, why, commandId));
    }
    return controlRequestView(state);
  }
}

function wantedOf(
  { approved, reason }: DecideControlRequest['decision'],
  { actor }: CommandOrigin,
): ControlRequestCommand {
  const said = reason === undefined ? undefined : withoutSecrets('reason', reason, maxSentence);
  if (!approved) return { name: 'TerminalControlRejected', data: { actor, reason: said! } };
  return { name: 'TerminalControlApproved', data: { actor, ...(said !== undefined && { reason: said }) } };
}
