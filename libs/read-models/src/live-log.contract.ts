import { createDetectionEngine, rules, type Rule } from '@tillwatch/detection';
import {
  encodeEvent,
  platformEvent,
  typeName,
  type CloudEvent,
  type Mark,
  type PayloadOf,
  type PlatformEventName,
} from '@tillwatch/events';
import {
  eventLogMigrations,
  NO_STREAM,
  postgresEventStore,
  type EventStore,
  type StreamAppend,
} from '@tillwatch/event-store';
import { silentLog, uuidFromName } from '@tillwatch/kernel';
import { migrate, type Database, type Queryable } from '@tillwatch/postgres';
import { createTestDatabase } from '@tillwatch/testing';
import type { AlertAppender } from './detection-step.js';
import { digestOf } from './digest.js';
import { installReadModels, readModelMigrations } from './install.js';
import { createProjector, type Projector } from './projector.js';
import type { ReadModel } from './read-model.js';
import { readModels } from './read-models.js';

/** Noon of an ordinary day, UTC. */
export const noon = Date.UTC(2026, 0, 5, 12);

/** What a terminal tells: `at` in seconds after noon on our clock; `clockAhead` seconds is what its own shows more. */
export interface Told {
  name: string;
  terminal: string;
  sequence: number;
  /** Default 1. */
  epoch?: number;
  at: number;
  operator?: string;
  /** Default s-1. */
  store?: string;
  data?: Record<string, unknown>;
  clockAhead?: number;
  marks?: Mark[];
  /** Seconds after noon when it reached us; default one second after it happened. */
  recorded?: number;
}

export interface LiveLog {
  database: Database;
  store: EventStore;
  projector: Projector;
  /** One append of these events, stream by stream. */
  append(told: readonly Told[]): Promise<void>;
  /** One event of the platform's own at the end of a stream, recorded `at` seconds after noon. */
  say<Name extends PlatformEventName>(stream: string, name: Name, data: PayloadOf<Name>, at: number): Promise<void>;
  /** A projector that has not seen anything, as after a restart. */
  newProjector(store?: EventStore, appendAlerts?: AlertAppender): Projector;
  digests(): Promise<Record<string, string>>;
  rows<Row = Record<string, unknown>>(text: string): Promise<Row[]>;
  drop(): Promise<void>;
}

export interface LiveLogOptions {
  models?: readonly ReadModel[];
  /** Default: ours. */
  detecting?: readonly Rule[];
  /** The store's hook; default none, so that a test catches up when it likes. */
  alongside?: (projector: Projector) => (tx: Queryable, events: Parameters<Projector['apply']>[1]) => Promise<void>;
}

/** A log in a fresh database with the read models over it. */
export async function openLiveLog({
  models = readModels,
  detecting = rules,
  alongside,
}: LiveLogOptions = {}): Promise<LiveLog> {
  const { url, database, drop } = await createTestDatabase();
  await migrate(url, [...eventLogMigrations, ...readModelMigrations], silentLog);
  await installReadModels(database, models, silentLog);
  const newProjector = (given?: EventStore, appendAlerts?: AlertAppender) =>
    createProjector({
      ...(appendAlerts && { appendAlerts }),
      database,
      store: given ?? store,
      readModels: models,
      engine: createDetectionEngine(detecting),
      clock: () => noon,
      tenant: 'default',
      log: silentLog,
    });
  const hook: { run?: (tx: Queryable, events: Parameters<Projector['apply']>[1]) => Promise<void> } = {};
  const store = postgresEventStore(database, alongside ? { alongside: (tx, events) => hook.run!(tx, events) } : {});
  const projector = newProjector();
  if (alongside) hook.run = alongside(projector);
  const revisions = new Map<string, number>();
  return {
    database,
    store,
    projector,
    newProjector,
    append: async (told) => {
      const appends = Map.groupBy(told, (event) => `terminal-${event.terminal}`);
      await store.append([...appends].map(([stream, events]) => streamAppend(stream, events, revisions)));
    },
    say: async (stream, name, data, at) => {
      const [last] = await store.readStream(stream, { backwards: true, limit: 1 });
      const expectedRevision = last?.revision ?? NO_STREAM;
      const id = uuidFromName(`${stream}/${expectedRevision}`);
      const recordedtime = new Date(noon + at * 1_000).toISOString();
      const event = platformEvent(name, data, { id, source: '/platform/people', tenant: 'default', recordedtime });
      const [result] = await store.append([{ stream, expectedRevision, events: [event] }]);
      if (!result!.ok) throw new Error(`${stream} grew meanwhile.`);
    },
    digests: async () => {
      const digests: Record<string, string> = {};
      for (const model of models) digests[model.name] = await database.transaction((tx) => digestOf(tx, model));
      return digests;
    },
    rows: (text) => database.query(text),
    drop,
  };
}

function streamAppend(stream: string, told: readonly Told[], revisions: Map<string, number>): StreamAppend {
  const expectedRevision = revisions.get(stream) ?? -1;
  revisions.set(stream, expectedRevision + told.length);
  return { stream, expectedRevision, events: told.map(encodeTold) };
}

export function encodeTold(told: Told): StreamAppend['events'][number] {
  const { name, terminal, sequence, at, operator, store = 's-1', data = {}, clockAhead = 0 } = told;
  const { marks, recorded = at + 1, epoch = 1 } = told;
  const event: CloudEvent = {
    specversion: '1.0',
    id: eventId(terminal, sequence + (epoch - 1) * 1_000_000),
    source: `/terminals/${terminal}`,
    type: typeName(name, 1),
    time: new Date(noon + (at + clockAhead) * 1_000).toISOString(),
    epoch,
    sequence: String(sequence),
    storeid: store,
    ...(operator !== undefined && { subject: operator }),
    data,
  };
  const recordedtime = new Date(noon + recorded * 1_000).toISOString();
  return encodeEvent(event, { tenant: 'default', recordedtime, ...(marks && { marks }) });
}

export function eventId(terminal: string, sequence: number): string {
  return uuidFromName(`${terminal}/${sequence}`);
}

/** Shop life that is the same for the same seed: guessing, lockouts, resets, sessions, clocks that drift, gaps. */
export function workload(seed: number, count: number): Told[] {
  const random = mulberry32(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const terminals = Array.from({ length: 4 }, (_, index) => ({
    id: `t-${index}`,
    sequence: 0,
    ahead: index * 90 - 60,
  }));
  return Array.from({ length: count }, (_, index) => {
    const terminal = pick(terminals);
    const [name, data] = pick(story)(Math.floor(random() * 6), terminal.ahead);
    // One in thirty never arrives.
    terminal.sequence += random() < 1 / 30 ? 2 : 1;
    if (name === 'Heartbeat') terminal.ahead += Math.floor(random() * 7) - 3;
    const operator =
      name === 'Heartbeat' || name === 'WentOffline' ? {} : { operator: `o-${Math.floor(random() * 6)}` };
    const place = { terminal: terminal.id, sequence: terminal.sequence };
    return { name, data, ...place, at: index * 7, clockAhead: terminal.ahead, recorded: count * 7, ...operator };
  });
}

const failed = (): [string, Record<string, unknown>] => ['LoginFailed', { reason: 'invalid-password' }];
const story: readonly ((number: number, ahead: number) => [string, Record<string, unknown>])[] = [
  failed,
  failed,
  failed,
  (n) => ['LoginSucceeded', { sessionId: `s-${n}`, factors: ['password'] }],
  (n) => ['LoggedOut', { sessionId: `s-${n}`, reason: 'operator' }],
  () => ['OperatorLocked', { reason: 'too-many-failures', until: '2026-01-05T14:00:00Z' }],
  () => ['OperatorUnlocked', { channel: 'vendor' }],
  () => ['PasswordReset', { channel: 'vendor', actor: 'a-1', temporary: true }],
  (_n, ahead) => ['Heartbeat', { queued: 0, clockOffsetMs: ahead * 1_000, roundTripMs: 80 }],
  () => ['WentOffline', {}],
];

export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const random = mulberry32(seed);
  return items
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

/** A small generator with a seed (Mulberry32, public domain). */
export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
