import { randomUUID } from 'node:crypto';
import type { Keyring, KeyringDecision } from '@tillwatch/domain';
import { platformEvent } from '@tillwatch/events';
import type { EventStore } from '@tillwatch/event-store';
import { type Clock, CodedError, problem } from '@tillwatch/kernel';
import { keyringStream, readKeyring } from './keyring-stream.js';

export interface KeyringDependencies {
  store: EventStore;
  clock: Clock;
}

/** More than the ten wrong codes that may come at once and push each other back, before the right one is spent. */
const maxAttempts = 16;

/**
 * Decides on what the keyring says and appends the decision at exactly that revision, so that of many who want the same
 * one wins and the others decide again on what it left. Throws the refusal as a `CodedError`.
 */
export async function changeKeyring(
  { store, clock }: KeyringDependencies,
  tenant: string,
  terminalId: string,
  decide: (keyring: Keyring) => KeyringDecision,
): Promise<void> {
  const stream = keyringStream(terminalId);
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const { keyring, revision } = await readKeyring(store, terminalId);
    const { event, refusal } = decide(keyring);
    if (event) {
      // An id of its own for each try: a store that knows events by id must never take one decision for another.
      const recordedtime = new Date(clock()).toISOString();
      const origin = { id: randomUUID(), source: '/platform/terminals', recordedtime, tenant };
      const events = [platformEvent(event.name, event.data, origin)];
      const [result] = await store.append([{ stream, expectedRevision: revision, events }]);
      if (!result!.ok) continue;
    }
    if (refusal) throw new CodedError(problem(refusal));
    return;
  }
  throw new CodedError(problem('revision-conflict'));
}
