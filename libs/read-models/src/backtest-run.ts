import { KeyBacktest, lookBackOf, type Found, type Key, type Rule } from '@tillwatch/detection';
import type { Database } from '@tillwatch/postgres';
import { alertsOfRule, type AlertState } from './alerts.js';
import { readCheckpoint } from './checkpoint.js';
import { countKeys, keyEvents, nextKeys, type KeyEvent, type Span } from './key-events.js';
import { shadowStates, type ShadowState } from './shadow-findings.js';

export interface BacktestRequest extends Span {
  rule: Rule;
  /** Findings that start in these stores only. */
  stores?: readonly string[];
  /** Of a rule that counts: how many findings there would be with these. */
  thresholds?: readonly number[];
}

/** What came of one key. */
export interface KeyOutcome {
  key: Key;
  found: Found[];
  /** By threshold. */
  counts: number[];
  limitHits: number;
  /** What was told of the key by this rule, by alert id; alerts of any time. */
  alerts: ReadonlyMap<string, AlertState>;
  /** Of what was found, what was recorded while the rule was in shadow; by alert id. */
  shadows: ReadonlyMap<string, ShadowState>;
}

/** How far a run is: once at its start, then for every page of events. */
export interface RunStep {
  keys: number;
  keysDone: number;
  events: number;
  outcomes: KeyOutcome[];
  position: number;
}

/** Keys whose events are read by one statement: each must be done within the timeouts. */
const keysAtOnce = 200;

/**
 * Folds a rule over a past range, key by key in event order, on what the read models hold when it starts; a bounded
 * number of events is in memory. It writes nothing. Between any two steps it can be left.
 */
export async function* runBacktest(
  database: Database,
  { rule, from, to, stores, thresholds = [] }: BacktestRequest,
): AsyncIterable<RunStep> {
  const variants = rule.withThreshold ? thresholds.map((count) => rule.withThreshold!(count)) : [];
  const { position } = await readCheckpoint(database, false);
  const keys = await countKeys(database, rule.groupBy);
  const span = { from: from - lookBackOf(rule), to, position };
  let [keysDone, after] = [0, ''];
  yield { keys, keysDone, events: 0, outcomes: [], position };
  for (;;) {
    const chunk = await nextKeys(database, rule.groupBy, after, keysAtOnce);
    if (chunk.length === 0) return;
    const pages = new Chunk(rule, { from, stores }, variants);
    for await (const page of keyEvents(database, rule, chunk, span)) {
      const outcomes = await toldOf(database, rule, pages.take(page));
      yield { keys, keysDone: keysDone + pages.done, events: page.length, outcomes, position };
    }
    const outcomes = await toldOf(database, rule, [...pages.finish(), ...pages.silent(chunk)]);
    keysDone += chunk.length;
    yield { keys: Math.max(keys, keysDone), keysDone, events: 0, outcomes, position };
    after = chunk.at(-1)!;
  }
}

/** The keys of one statement, of which one is being folded. */
class Chunk {
  done = 0;
  private current: KeyBacktest | undefined;
  private readonly seen = new Set<string>();

  constructor(
    private readonly rule: Rule,
    private readonly range: { from: number; stores: readonly string[] | undefined },
    private readonly variants: readonly Rule[],
  ) {}

  /** Gives the keys that ended with this page. */
  take(page: readonly KeyEvent[]): KeyBacktest[] {
    const ended: KeyBacktest[] = [];
    for (const { key, event } of page) {
      if (this.current?.key.value !== key.value) {
        ended.push(...this.finish());
        this.current = new KeyBacktest(this.rule, key, this.range, this.variants);
        this.seen.add(key.value);
      }
      this.current!.take(event);
    }
    return ended;
  }

  finish(): KeyBacktest[] {
    const ended = this.current ? [this.current] : [];
    this.done += ended.length;
    this.current = undefined;
    return ended;
  }

  /** Keys without an event that the rule wants: something may have been told of them all the same. */
  silent(keys: readonly string[]): KeyBacktest[] {
    const { groupBy } = this.rule;
    return keys
      .filter((value) => !this.seen.has(value))
      .map((value) => new KeyBacktest(this.rule, { groupBy, value }, this.range));
  }
}

async function toldOf(database: Database, rule: Rule, ended: readonly KeyBacktest[]): Promise<KeyOutcome[]> {
  if (ended.length === 0) return [];
  const names = ended.map(({ key }) => `${key.groupBy}:${key.value}`);
  const alerts = Map.groupBy(await alertsOfRule(database, rule.id, names), ({ key }) => key);
  const ids = ended.flatMap(({ findings }) => findings.map(({ alertId }) => alertId));
  const shadows = ids.length > 0 ? await shadowStates(database, ids) : new Map<string, ShadowState>();
  return ended.map(({ key, findings, counts, limitHits }, index) => ({
    key,
    found: findings,
    counts,
    limitHits,
    alerts: new Map((alerts.get(names[index]!) ?? []).map((alert) => [alert.id, alert])),
    shadows,
  }));
}
