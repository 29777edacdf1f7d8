import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { identityChanges, normalSerial, type Registration, type RegistryCommand } from '@tillwatch/domain';
import { CodedError, problem, uuidFromName } from '@tillwatch/kernel';
import { maxPersonId, maxReference, maxSentence } from '../alerts/alert.dto.js';
import { type Changed, changeRecord, recordFromLog } from '../alerts/change-record.js';
import {
  appendDecision,
  type CommandOrigin,
  type DecisionDependencies,
  wasDecided,
  withoutSecrets,
} from '../alerts/decisions.js';
import { registrations } from './registry-stream.js';
import { claimSerial, holderOf, releaseSerial } from './serial-claims.js';
import { tellTerminalStream } from './tell-terminal-stream.js';

export class ChangeRegistration extends Command<Registration> {
  constructor(
    readonly terminalId: string,
    readonly wanted: RegistryCommand,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

type Register = Extract<RegistryCommand, { name: 'TerminalRegistered' }>;

/**
 * A serial number is taken before the terminal is registered and given up after it was retired, so two terminals never
 * have one. A change of identity is told beside the terminal's journal, under an id made of the change: whoever gives
 * the command again after a crash completes it.
 */
@CommandHandler(ChangeRegistration)
export class ChangeRegistrationHandler implements ICommandHandler<ChangeRegistration> {
  constructor(private readonly of: DecisionDependencies) {}

  async execute({ terminalId: id, wanted, origin }: ChangeRegistration): Promise<Registration> {
    const masked = maskedOf(wanted);
    if (masked.name === 'TerminalRetired') return this.retire(id, masked, origin);
    const isNew = masked.name === 'TerminalRegistered' && !(await this.isDone(id, masked, origin));
    const changed = isNew
      ? await this.register(id, masked, origin)
      : await changeRecord(this.of, registrations, { id, wanted: masked, origin });
    const items = identityChanges(changed.before, masked);
    if (items.length > 0) {
      const eventId = uuidFromName(`identity|${origin.tenant}|${id}|${changed.revision}`);
      const data = { actor: origin.actor, items };
      await tellTerminalStream(this.of, id, { id: eventId, name: 'TerminalIdentityChanged', data }, origin);
    }
    return changed.state;
  }

  private isDone(id: string, wanted: Register, origin: CommandOrigin): Promise<boolean> {
    return wasDecided(this.of, registrations.stream(id), wanted, origin);
  }

  /** Decided on what was read before the serial number was taken, and once: whoever was faster has the terminal. */
  private async register(id: string, wanted: Register, origin: CommandOrigin): Promise<Changed<Registration>> {
    const stream = registrations.stream(id);
    const { state: before, revision } = await recordFromLog(this.of.store, registrations, id);
    const decided = registrations.decide(before, wanted, this.of.clock());
    if (!decided.ok) throw new CodedError(decided.error);
    const claim = { tenant: origin.tenant, terminalId: id, serial: wanted.data.serial };
    const claimedAt = await claimSerial(this.of, claim);
    const event = await appendDecision(this.of, { stream, expectedRevision: revision }, wanted, origin);
    if (event) {
      return { state: registrations.evolve(undefined, id, event)!, before, revision: event.revision };
    }
    const { state } = await recordFromLog(this.of.store, registrations, id);
    const isItsOwn = state && !state.retired && normalSerial(state.serial) === normalSerial(claim.serial);
    if (!isItsOwn) await releaseSerial(this.of, claim, claimedAt);
    throw new CodedError(problem('terminal-registered'));
  }

  private async retire(id: string, wanted: RegistryCommand, origin: CommandOrigin): Promise<Registration> {
    const { state: known } = await recordFromLog(this.of.store, registrations, id);
    const claim = known && { tenant: origin.tenant, terminalId: id, serial: known.serial };
    const held = claim && (await holderOf(this.of, claim));
    const { state } = await changeRecord(this.of, registrations, { id, wanted, origin });
    if (claim && held?.owner === id) await releaseSerial(this.of, claim, held.revision);
    return state;
  }
}

const longest = {
  ...{ reason: maxSentence, deploymentAddress: maxSentence, custodian: maxPersonId },
  ...{ model: maxReference, storeId: maxReference, riskAnalysis: maxReference },
};

function maskedOf(wanted: RegistryCommand): RegistryCommand {
  const data = Object.entries(wanted.data).map(([name, value]: [string, unknown]) => {
    const max = longest[name as keyof typeof longest];
    return [name, typeof value === 'string' && max ? withoutSecrets(name, value, max) : value];
  });
  return { ...wanted, data: Object.fromEntries(data) } as RegistryCommand;
}
