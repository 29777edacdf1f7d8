import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Inspection } from '@tillwatch/domain';
import { decodeEvent } from '@tillwatch/events';
import { canonicalJson, CodedError, problem, uuidFromName } from '@tillwatch/kernel';
import { maxPersonId, maxSentence } from '../alerts/alert.dto.js';
import { recordFromLog } from '../alerts/change-record.js';
import { type CommandOrigin, type DecisionDependencies, withoutSecrets } from '../alerts/decisions.js';
import { maxAnswer } from './inspection.dto.js';
import { registrations } from './registry-stream.js';
import { tellTerminalStream } from './tell-terminal-stream.js';

export class InspectTerminal extends Command<{ id: string }> {
  constructor(
    readonly terminalId: string,
    readonly inspection: Omit<Inspection, 'actor'>,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

/** The inspection's id is its event's, and a finding's alert is named after it: given again, it is the same inspection. */
@CommandHandler(InspectTerminal)
export class InspectTerminalHandler implements ICommandHandler<InspectTerminal> {
  constructor(private readonly of: DecisionDependencies) {}

  async execute({ terminalId, inspection, origin }: InspectTerminal): Promise<{ id: string }> {
    const { state } = await recordFromLog(this.of.store, registrations, terminalId);
    if (!state) throw new CodedError(problem('not-found'));
    if (state.retired) throw new CodedError(problem('wrong-state', undefined, 'The terminal is retired.'));
    const { tenant, actor, commandId } = origin;
    const id = commandId === undefined ? randomUUID() : uuidFromName(`inspection|${tenant}|${terminalId}|${commandId}`);
    const data = { actor, ...maskedOf(inspection) };
    const wasTold = await tellTerminalStream(this.of, terminalId, { id, name: 'TerminalInspected', data }, origin);
    if (wasTold) await this.checkSame(terminalId, id, data);
    return { id };
  }

  private async checkSame(terminalId: string, id: string, data: Inspection): Promise<void> {
    const [stored] = await this.of.store.find(`terminal-${terminalId}`, [id]);
    if (stored && canonicalJson(decodeEvent(stored).data) === canonicalJson({ ...data })) return;
    throw new CodedError(problem('command-id-reused', '/commandId'));
  }
}

function maskedOf({ inspector, notes, checklist, ...rest }: Omit<Inspection, 'actor'>): Omit<Inspection, 'actor'> {
  const answers = Object.entries(checklist).map(([question, answer]) => [
    withoutSecrets('checklist', question, maxAnswer),
    typeof answer === 'string' ? withoutSecrets('checklist', answer, maxAnswer) : answer,
  ]);
  return {
    ...rest,
    inspector: withoutSecrets('inspector', inspector, maxPersonId),
    checklist: Object.fromEntries(answers) as Record<string, unknown>,
    ...(notes !== undefined && { notes: withoutSecrets('notes', notes, maxSentence) }),
  };
}
