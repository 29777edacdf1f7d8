import { type PayloadOf, platformEvent } from '@tillwatch/events';
import { NO_STREAM } from '@tillwatch/event-store';
import { CodedError, problem } from '@tillwatch/kernel';
import type { CommandOrigin, DecisionDependencies } from '../alerts/decisions.js';

type Name = 'TerminalInspected' | 'TerminalIdentityChanged';

/** A busy terminal appends all the time. */
const maxAttempts = 64;

/**
 * Puts what people found about a terminal beside its journal, where the rules and its timeline see it. The same id is the
 * same event: told again, it changes nothing. Returns whether it was told before.
 */
export async function tellTerminalStream<Told extends Name>(
  { store, clock }: DecisionDependencies,
  terminalId: string,
  { id, name, data }: { id: string; name: Told; data: PayloadOf<Told> },
  { tenant }: Pick<CommandOrigin, 'tenant'>,
): Promise<boolean> {
  const stream = `terminal-${terminalId}`;
  const origin = { id, source: '/platform/registry', recordedtime: new Date(clock()).toISOString(), tenant };
  const event = platformEvent(name, data, origin);
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const [last] = await store.readStream(stream, { backwards: true, limit: 1 });
    if ((await store.find(stream, [event.identity])).length > 0) return true;
    const expectedRevision = last?.revision ?? NO_STREAM;
    const [result] = await store.append([{ stream, expectedRevision, events: [event] }]);
    if (result!.ok) return false;
  }
  throw new CodedError(problem('revision-conflict'));
}
