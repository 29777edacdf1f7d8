import { randomUUID } from 'node:crypto';
import { normalSerial } from '@tillwatch/domain';
import { decodeEvent, isEvent, platformEvent } from '@tillwatch/events';
import { NO_STREAM } from '@tillwatch/event-store';
import { CodedError, problem, uuidFromName } from '@tillwatch/kernel';
import type { DecisionDependencies } from '../alerts/decisions.js';

export interface SerialClaim {
  tenant: string;
  terminalId: string;
  serial: string;
}

/** Who has a serial number now, and where its stream ends. */
export interface SerialHolder {
  /** Terminal id; `undefined`: nobody. */
  owner: string | undefined;
  revision: number;
}

const maxAttempts = 16;

/**
 * Takes a serial number for a terminal, whoever else asks at once; throws `serial-taken` when another has it. A terminal
 * that has it takes it again: its own claim is then the last one. Returns the claim's revision.
 */
export async function claimSerial(of: DecisionDependencies, claim: SerialClaim): Promise<number> {
  const { tenant, terminalId, serial } = claim;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const { owner, revision } = await holderOf(of, claim);
    if (owner !== undefined && owner !== terminalId) throw new CodedError(problem('serial-taken', '/serial'));
    const event = platformEvent('SerialClaimed', { terminalId, serial }, originOf(of, tenant));
    if (await appended(of, claim, revision, event)) return revision + 1;
  }
  throw new CodedError(problem('revision-conflict'));
}

/** Gives it up unless it was taken again since `revision`. */
export async function releaseSerial(of: DecisionDependencies, claim: SerialClaim, revision: number): Promise<void> {
  const event = platformEvent('SerialReleased', { terminalId: claim.terminalId }, originOf(of, claim.tenant));
  await appended(of, claim, revision, event);
}

export async function holderOf({ store }: DecisionDependencies, claim: SerialClaim): Promise<SerialHolder> {
  const [last] = await store.readStream(streamOf(claim), { backwards: true, limit: 1 });
  if (!last) return { owner: undefined, revision: NO_STREAM };
  const event = decodeEvent(last);
  return { owner: isEvent(event, 'SerialClaimed') ? event.data.terminalId : undefined, revision: last.revision };
}

async function appended(
  { store }: DecisionDependencies,
  claim: SerialClaim,
  expectedRevision: number,
  event: ReturnType<typeof platformEvent>,
): Promise<boolean> {
  const [result] = await store.append([{ stream: streamOf(claim), expectedRevision, events: [event] }]);
  return result!.ok;
}

/** One stream for what people take for the same number, whatever characters are in it. */
function streamOf({ tenant, serial }: SerialClaim): string {
  return `serial-${uuidFromName(`serial|${tenant}|${normalSerial(serial)}`)}`;
}

function originOf({ clock }: DecisionDependencies, tenant: string) {
  return { id: randomUUID(), source: '/platform/registry', recordedtime: new Date(clock()).toISOString(), tenant };
}
