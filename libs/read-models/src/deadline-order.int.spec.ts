import type { EventStore } from '@tillwatch/event-store';
import { canonicalJson } from '@tillwatch/kernel';
import type { Deadline } from './deadline.js';
import { arriving, judgedAt, storyOf, tell } from './deadline-stories.contract.js';
import { deadlines } from './deadlines.js';
import { judgeDeadlines } from './judge-deadlines.js';
import { mulberry32, noon, openLiveLog, type LiveLog } from './live-log.contract.js';

const SEEDS = 1_000;
const stories = Array.from({ length: SEEDS }, (_, seed) => storyOf(seed));

/** Goes by what arrived last instead of what happened last: what a deadline must not be. */
const byArrival: Deadline = {
  ...deadlines.find(({ id }) => id === 'R15')!,
  id: 'by-arrival',
  basis: 'clock',
  unmet: ({ untilMs }) => ({
    text: `
      SELECT 'operator:' || operator_id AS key, md5(operator_id)::uuid::text AS anchor, 1 AS count, 'low' AS severity,
        at AS started_at, at AS due_at, operator_id, terminal_id, store_id, id AS evidence, json_build_object() AS details
      FROM (
        SELECT DISTINCT ON (operator_id) * FROM read_models.timeline WHERE operator_id IS NOT NULL
        ORDER BY operator_id, position DESC
      ) AS last WHERE at <= $1::bigint`,
    values: [untilMs],
  }),
  ended: 'SELECT NULL::bigint AS at, NULL AS by WHERE false',
};

/** What is told of each story in the end, by its seed; `killed`: who judges dies at random points, and another goes on. */
async function outcomes(order: (seed: number, chapter: number) => ReturnType<typeof arriving>, killed: boolean) {
  const log = await openLiveLog({ detecting: [] }); // what rules say of lateness is about arrival
  try {
    const revisions = new Map<string, number>();
    for (const [chapter, at] of judgedAt.entries()) {
      await tell(log.store, stories.map((_, seed) => order(seed, chapter)), revisions);
      await log.newProjector().catchUp();
      await judgeAll(log, noon + at * 1_000, killed ? dying(log.store, chapter) : log.store);
    } // prettier-ignore
    return await toldIn(log);
  } finally {
    await log.drop();
  }
}

async function judgeAll(log: LiveLog, nowMs: number, store: EventStore): Promise<void> {
  const judging = { database: log.database, store, tenant: 'default', nowMs, listeningSinceMs: 0 };
  for (let again = [...deadlines, byArrival]; again.length > 0;) {
    const { limited, failed } = await judgeDeadlines({ ...judging, deadlines: again });
    const left = new Set([...limited, ...failed.map(({ rule }) => rule)]);
    for (const { error } of failed) if ((error as Error).message !== 'killed') throw error;
    again = again.filter(({ id }) => left.has(id));
    await log.newProjector().catchUp();
  }
}

/** Dies every second time, after some of what was to be appended. */
function dying(store: EventStore, seed: number): EventStore {
  const random = mulberry32(seed);
  return {
    ...store,
    async append(appends) {
      if (random() < 0.5) return store.append(appends);
      await store.append(appends.slice(0, Math.floor(random() * (appends.length + 1))));
      throw new Error('killed');
    },
  };
}

interface Row {
  rule: string;
  key: string;
  details: Record<string, unknown>;
}

/** Whether an alert of another deadline is acknowledged in time is about when that was told. */
function isAboutEvents({ rule, details }: Row): boolean {
  return rule !== byArrival.id && (rule !== 'R30h' || details['rule'] === 'R2');
}

/** In which runs sequences were missed is about arrival; that some of a journal are missing is not. */
function content({ rule, key, details, ...rest }: Row): string {
  return canonicalJson(rule === 'R30b' ? { rule, key, epoch: details['epoch'] } : { rule, key, details, ...rest });
}

async function toldIn(log: LiveLog): Promise<{ bySeed: Map<number, Row[]>; rules: Map<string, Row[]> }> {
  const rows = await log.rows<Row>(
    `SELECT rule, key, id, severity, status, operator_id, terminal_id, store_id, first_at, last_at, cleared_at,
       document->'count' AS count, document->'evidence' AS evidence, document->'details' AS details
     FROM read_models.alerts ORDER BY rule, key, id`,
  );
  const seedOf = ({ key }: Row) => Number(key.slice(key.lastIndexOf('-') + 1));
  return { bySeed: Map.groupBy(rows, seedOf), rules: Map.groupBy(rows, ({ rule }) => rule) };
}

it(`${SEEDS} stories end in the same alerts, whatever arrived first and whoever was killed while judging`, async () => {
  const inOrder = await outcomes((seed, chapter) => [...stories[seed]![chapter]!], false);
  const shuffledAndKilled = await outcomes((seed, chapter) => arriving(stories[seed]![chapter]!, seed), true);
  const judged = (rows: Row[] = []) => [...new Set(rows.filter(isAboutEvents).map(content))].sort();
  for (let seed = 0; seed < SEEDS; seed++) {
    expect([seed, judged(shuffledAndKilled.bySeed.get(seed))]).toEqual([seed, judged(inOrder.bySeed.get(seed))]);
  }
  for (const { id } of deadlines) expect([id, (inOrder.rules.get(id)?.length ?? 0) >= 10]).toEqual([id, true]);
  expect(shuffledAndKilled.rules.get(byArrival.id)).not.toEqual(inOrder.rules.get(byArrival.id));
}, 600_000);
