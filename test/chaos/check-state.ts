import { migrations } from '@tillwatch/compliance';
import { createDetectionEngine, rules } from '@tillwatch/detection';
import { postgresEventStore, type EventStore, type StoredEvent, type StreamAppend } from '@tillwatch/event-store';
import { silentLog, systemClock } from '@tillwatch/kernel';
import { connect, type Database, migrate, prepareRoles, type Queryable } from '@tillwatch/postgres';
import { createProjector, installReadModels, logOf, parkedEvents, readModels, rebuild } from '@tillwatch/read-models';
import type { ExpectedAlert } from '@tillwatch/terminal';

const statementMs = 120_000;
/** An append takes at most 4,000. */
const eventsPerPage = 2_000;
const cleanDatabase = 'chaos_clean';

export function connectPatiently(url: string): Database {
  return connect({ url, tenant: 'default', applicationName: 'tillwatch-chaos', timeouts: { statementMs } });
}

/** The log from its start, page by page. */
export async function* pagesOf(store: EventStore): AsyncGenerator<StoredEvent[]> {
  for (let after = 0; ;) {
    const page = await store.readAll(after, eventsPerPage);
    if (page.length === 0) return;
    yield page;
    after = page.at(-1)!.position;
  }
}

/** Every read model must be, byte for byte, what its events give when they are read again from the start of the log. */
export async function checkReadModels(database: Database, store: EventStore): Promise<string[]> {
  const violations: string[] = [];
  for (const model of readModels) {
    const { equal, events } = await rebuild(database, model, logOf(store));
    if (!equal) violations.push(`${model.name} differs from a rebuild of ${events} events`);
  }
  for (const { position, readModel, error } of await parkedEvents(database)) {
    violations.push(`${readModel} could not take the event at ${position}: ${error}`);
  }
  return violations;
}

/** Alerts that stand must be those that the same events give when nothing ever fails, and those the plan declares. */
export async function checkAlerts(
  ownerUrl: string,
  { database, store }: { database: Database; store: EventStore },
  expects: readonly ExpectedAlert[],
): Promise<string[]> {
  const clean = new URL(ownerUrl);
  clean.pathname = `/${cleanDatabase}`;
  const owner = connectPatiently(ownerUrl);
  await owner.query(`CREATE DATABASE ${cleanDatabase} TEMPLATE template0`).finally(() => owner.close());
  await migrate(clean.href, migrations, silentLog);
  const untouched = connectPatiently(await prepareRoles(clean.href));
  try {
    await detectAgain(store, untouched);
    const [here, there] = [await standing(database), await standing(untouched)];
    return [
      ...difference(here.map(same), there.map(same), 'than a clean engine finds'),
      ...difference(here.map(named), declared(expects), 'than the scenario declares'),
    ];
  } finally {
    await untouched.close();
  }
}

/** Copies what terminals sent into an empty log, then lets a fresh projector and engine read it in one go. */
async function detectAgain(from: EventStore, database: Database): Promise<void> {
  await installReadModels(database, readModels, silentLog);
  const store = postgresEventStore(database);
  for await (const page of pagesOf(from)) await store.append(byStream(page));
  const engine = createDetectionEngine(rules);
  const options = { database, store, readModels, engine, clock: systemClock, tenant: 'default', log: silentLog };
  await createProjector(options).catchUp();
}

function byStream(page: readonly StoredEvent[]): StreamAppend[] {
  const appends = new Map<string, StreamAppend>();
  for (const { position: _, stream, revision, ...event } of page) {
    if (stream.startsWith('alert-')) continue;
    const append = appends.get(stream) ?? { stream, expectedRevision: revision - 1, events: [] };
    append.events.push(event);
    appends.set(stream, append);
  }
  return [...appends.values()];
}

type Alert = { id: string; rule: string; key: string } & Record<string, unknown>;

/** Of rules over events: what is raised by the clock depends on when it was. */
async function standing(db: Queryable): Promise<Alert[]> {
  const rows = await db.query<{ document: Alert }>(
    `SELECT document FROM read_models.alerts WHERE status = 'open' AND rule = ANY($1) ORDER BY id`,
    [rules.map(({ id }) => id)],
  );
  return rows.map(({ document }) => document);
}

/** What an alert says of the events; when and in how many steps it came to say so depends on how they came. */
function same({ id, rule, key, severity, count, firstAt, lastAt, evidence, details }: Alert): string {
  return JSON.stringify({ id, rule, key, severity, count, firstAt, lastAt, evidence, details });
}

function named({ rule, key }: Alert): string {
  return `${rule} ${key}`;
}

function declared(expects: readonly ExpectedAlert[]): string[] {
  return expects.flatMap(({ rule, key, count }) => Array<string>(count).fill(`${rule} ${key}`));
}

function difference(found: readonly string[], wanted: readonly string[], words: string): string[] {
  const count = (list: readonly string[], item: string): number => list.filter((other) => other === item).length;
  return [...new Set([...found, ...wanted])]
    .filter((item) => count(found, item) !== count(wanted, item))
    .map((item) => `${count(found, item)} alerts, not ${count(wanted, item)} ${words}: ${item}`);
}
