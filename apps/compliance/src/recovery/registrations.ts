import { contactStandsMs, type OnePersonStore, type RecoveryFacts } from '@tillwatch/domain';
import type { ContactView } from '@tillwatch/api';
import { decodeEvent, type PayloadOf } from '@tillwatch/events';
import { type EventStore, NO_STREAM } from '@tillwatch/event-store';
import { CodedError, problem, uuidFromName } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { approversOf, terminalRegistration, type RecoveryState } from '@tillwatch/read-models';
import { appendDecision, type CommandOrigin, type DecisionDependencies, wasDecided } from '../alerts/decisions.js';

/** What is registered of an operator or a store: the last event of its stream is what holds. */
const streams = {
  ContactRegistered: ({ operatorId }: PayloadOf<'ContactRegistered'>) => contactStream(operatorId),
  ContactRemoved: ({ operatorId }: PayloadOf<'ContactRemoved'>) => contactStream(operatorId),
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

/** Where an operator can be reached, and from when on that counts. */
export async function contactOf(
  store: Pick<EventStore, 'readStream'>,
  operatorId: string,
): Promise<ContactView | undefined> {
  const last = await lastOf<'ContactRegistered' | 'ContactRemoved'>(store, contactStream(operatorId));
  if (last?.name !== 'ContactRegistered') return undefined;
  const { kind, masked, actor: by } = last.data as PayloadOf<'ContactRegistered'>;
  const standsFrom = new Date(Date.parse(last.at) + contactStandsMs).toISOString();
  return { kind, masked, registered: { by, at: last.at }, standsFrom };
}

/** What a decision of `by` about a case is held against, now. */
export async function recoveryFacts(
  store: Pick<EventStore, 'readStream'>,
  database: Queryable,
  { terminalId, operatorId, storeId }: RecoveryState,
  by: string,
): Promise<RecoveryFacts> {
  const device = await terminalRegistration(database, terminalId);
  const contact = await contactOf(store, operatorId);
  const exception = storeId === undefined ? undefined : await onePersonStore(store, storeId);
  return {
    approversOf: await approversOf(database, by),
    ...(device && !device.retired && { device: { model: device.model, serial: device.serial } }),
    ...(contact && { contactSince: contact.registered.at }),
    ...(exception && { exception }),
  };
}

async function lastOf<N extends Name>(
  store: Pick<EventStore, 'readStream'>,
  stream: string,
): Promise<{ name: N; data: PayloadOf<N>; at: string } | undefined> {
  const [last] = await store.readStream(stream, { backwards: true, limit: 1 });
  if (!last) return undefined;
  const { name, data, header } = decodeEvent(last);
  return { name: name as N, data: data as PayloadOf<N>, at: header.recordedtime };
}
