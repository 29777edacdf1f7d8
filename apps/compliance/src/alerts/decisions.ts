import { randomUUID } from 'node:crypto';
import { decodeEvent, maskText, platformEvent, type PayloadOf, type PlatformEventName } from '@tillwatch/events';
import type { EventStore } from '@tillwatch/event-store';
import { canonicalJson, type Clock, CodedError, problem, uuidFromName } from '@tillwatch/kernel';

export interface DecisionDependencies {
  store: EventStore;
  clock: Clock;
}

/** Who gives a command. With an id of its own, a command that is given again changes nothing. */
export interface CommandOrigin {
  tenant: string;
  actor: string;
  commandId?: string;
}

export type Decided = { [N in PlatformEventName]: { name: N; data: PayloadOf<N> } }[PlatformEventName];

/** Whether the command has been carried out before. Throws `command-id-reused` when its id was another command's. */
export async function wasDecided(
  { store }: DecisionDependencies,
  stream: string,
  { name, data }: Decided,
  { commandId }: CommandOrigin,
): Promise<boolean> {
  if (commandId === undefined) return false;
  const [stored] = await store.find(stream, [eventIdOf(stream, commandId)]);
  if (!stored) return false;
  const before = decodeEvent(stored);
  if (before.name === name && canonicalJson(before.data) === canonicalJson(data)) return true;
  throw new CodedError(problem('command-id-reused', '/commandId'));
}

/** Appends a decision on what a stream says up to a revision; gives its event, `undefined` when the stream has grown. */
export async function appendDecision<Decision extends Decided>(
  { store, clock }: DecisionDependencies,
  { stream, expectedRevision, subject }: { stream: string; expectedRevision: number; subject?: string },
  decision: Decision,
  { tenant, commandId }: CommandOrigin,
): Promise<(Decision & { at: string; revision: number }) | undefined> {
  const at = new Date(clock()).toISOString();
  const id = commandId === undefined ? randomUUID() : eventIdOf(stream, commandId);
  const origin = {
    id,
    source: '/platform/people',
    recordedtime: at,
    tenant,
    ...(subject !== undefined && { subject }),
  };
  const events = [platformEvent(decision.name, decision.data, origin)];
  const [result] = await store.append([{ stream, expectedRevision, events }]);
  return result!.ok ? { ...decision, at, revision: result!.revision } : undefined;
}

/**
 * What somebody wrote, without passwords and card numbers. A mask may be longer than what it hides: throws
 * `parameter-invalid` where it then is no longer within `max` characters.
 */
export function withoutSecrets(name: string, text: string, max: number): string {
  const masked = maskText(text);
  if ([...masked].length <= max) return masked;
  throw new CodedError(problem('parameter-invalid', `/${name}`, 'It is too long once its secrets are masked.'));
}

/** The id of the event that a command with an id of its own becomes. */
export function eventIdOf(stream: string, commandId: string): string {
  return uuidFromName(`${stream}|command|${commandId}`);
}
