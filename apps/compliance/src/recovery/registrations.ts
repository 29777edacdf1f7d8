import type { OnePersonStore, RecoveryFacts } from '@tillwatch/domain';
import { decodeEvent, type PayloadOf } from '@tillwatch/events';
import { type EventStore, NO_STREAM } from '@tillwatch/event-store';
import { CodedError, problem, uuidFromName } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { approversOf, terminalRegistration, type RecoveryState } from '@tillwatch/read-models';
import { appendDecision, type CommandOrigin, type DecisionDependencies, wasDecided } from '../alerts/decisions.js';

/** What is registered of an operator or a store: the last event of its stream is what holds. */
const streams = {
  ContactRegistered: ({ operatorId }: PayloadOf<'ContactRegistered'>) => contactStream(operatorId),
  OnePersonStoreRegistered: ({ storeId }: PayloadOf<'OnePersonStoreRegistered'>) => onePersonStream(storeId),
};

type Name = keyof typeof streams;
type Registration = { [N in Name]: { name: N; data: PayloadOf<N> } }[Name];

/** Ids of operators and stores may hold what no stream's name can. */
const contactStream = (operatorId: string) => `contact-${uuidFromName(`operator|${operatorId.normalize('NFC')}`)}`;
const onePersonStream = (storeId: string) => `one-person-${uuidFromName(`store|${storeId}`)}`;

const maxAttempts = 5;

/** Given again with the same command id it changes nothing. */
export async function register(
  of: DecisionDependencies,
  registration: Registration,
  origin: CommandOrigin,
): Promise<void> {
  const stream = streams[registration.name](registration.data as never);
  if (await wasDecided(of, stream, registration, origin)) return;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const [last] = await of.store.readStream(stream, { backwards: true, limit: 1 });
    const place = { stream, expectedRevision: last?.revision ?? NO_STREAM };
    if (await appendDecision(of, place, registration, origin)) return;
  }
  throw new CodedError(problem('revision-conflict'));
}

/** Who may decide alone in a store; also when that is over. */
export async function onePersonStore(
  store: Pick<EventStore, 'readStream'>,
  storeId: string,
): Promise<(OnePersonStore & { reason: string }) | undefined> {
  const found = await lastOf<'OnePersonStoreRegistered'>(store, onePersonStream(storeId));
  if (!found) return undefined;
  const { actor: by, ...data } = found.data;
  return { ...data, registered: { by, at: found.at } };
}

/** What a decision of `by` about a case is held against, now. */
export async function recoveryFacts(
  store: Pick<EventStore, 'readStream'>,
  database: Queryable,
  { terminalId, operatorId, storeId }: RecoveryState,
  by: string,
): Promise<RecoveryFacts> {
  const device = await terminalRegistration(database, terminalId);
  const contact = await lastOf<'ContactRegistered'>(store, contactStream(operatorId));
  const exception = storeId === undefined ? undefined : await onePersonStore(store, storeId);
  return {
    approversOf: await approversOf(database, by),
    ...(device && !device.retired && { device: { model: device.model, serial: device.serial } }),
    ...(contact && { contactSince: contact.at }),
    ...(exception && { exception }),
  };
}

async function lastOf<N extends Name>(
  store: Pick<EventStore, 'readStream'>,
  stream: string,
): Promise<{ data: PayloadOf<N>; at: string } | undefined> {
  const [last] = await store.readStream(stream, { backwards: true, limit: 1 });
  if (!last) return undefined;
  const { data, header } = decodeEvent(last);
  return { data: data as PayloadOf<N>, at: header.recordedtime };
}
