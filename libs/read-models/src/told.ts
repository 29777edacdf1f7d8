import type { Grouping, Key, KnownFinding } from '@tillwatch/detection';
import { decodeEvent, type LogEvent } from '@tillwatch/events';
import type { EventStore, StoredEvent } from '@tillwatch/event-store';
import type { Queryable } from '@tillwatch/postgres';
import { alertStates, knownAlerts, withEvent, type AlertState } from './alerts.js';
import { knownShadows, shadowStates, shadowStream, withRecord, type ShadowState } from './shadow-findings.js';

/** What the log tells of one finding: an alert, what a rule in shadow would have raised, or first that and then an alert. */
export interface Told {
  alert?: AlertState | undefined;
  shadow?: ShadowState | undefined;
}

/** What is told now, by alert id. */
export type ToldSource = (ids: readonly string[]) => Promise<ReadonlyMap<string, Told>>;

export async function toldInRows(tx: Queryable, ids: readonly string[]): Promise<Map<string, Told>> {
  const alerts = await alertStates(tx, ids);
  const shadows = await shadowStates(tx, ids);
  return new Map(ids.map((id) => [id, { alert: alerts.get(id), shadow: shadows.get(id) }]));
}

/** For events that no read model has taken in yet. */
export async function toldInLog(
  store: Pick<EventStore, 'readStream'>,
  ids: readonly string[],
): Promise<Map<string, Told>> {
  const told = new Map<string, Told>();
  for (const id of ids) told.set(id, { alert: await alertFromLog(store, id), shadow: await shadowFromLog(store, id) });
  return told;
}

/** `undefined` when nothing was raised under that id. */
export async function alertFromLog(store: Pick<EventStore, 'readStream'>, id: string): Promise<AlertState | undefined> {
  let alert: AlertState | undefined;
  for await (const event of eventsOf(store, `alert-${id}`)) alert = withEvent(alert, id, event);
  return alert;
}

async function shadowFromLog(store: Pick<EventStore, 'readStream'>, id: string): Promise<ShadowState | undefined> {
  let shadow: ShadowState | undefined;
  for await (const event of eventsOf(store, `${shadowStream}${id}`)) shadow = withRecord(shadow, event);
  return shadow;
}

/** Every event of a stream, in order. */
export async function* eventsOf(store: Pick<EventStore, 'readStream'>, stream: string): AsyncIterable<LogEvent> {
  for (let from = 0; ;) {
    const page = await store.readStream(stream, { from });
    for (const stored of page) yield decodeEvent(stored);
    if (page.length === 0) return;
    from = page.at(-1)!.revision + 1;
  }
}

/** What the alerts and shadow findings among these events are about; the rows hold all that was told before them. */
export async function keysToldOf(tx: Queryable, stored: readonly StoredEvent[]): Promise<Key[]> {
  const keys = new Set<string>();
  const ids = new Set<string>();
  for (const event of stored) {
    const id = /^(?:alert|shadow)-(.+)$/.exec(event.stream)?.[1];
    if (id === undefined) continue;
    const { key } = decodeEvent(event).data as { key?: Key };
    if (key) keys.add(`${key.groupBy}:${key.value}`);
    else ids.add(id);
  }
  if (ids.size > 0) {
    const text = `SELECT key FROM read_models.alerts WHERE id = ANY($1)
                  UNION SELECT key FROM read_models.shadow_findings WHERE id = ANY($1)`;
    for (const { key } of await tx.query<{ key: string }>(text, [[...ids]])) keys.add(key);
  }
  return [...keys].map((key) => {
    const colon = key.indexOf(':');
    return { groupBy: key.slice(0, colon) as Grouping, value: key.slice(colon + 1) };
  });
}

/** Findings of some keys (`operator:o-7`) that the log tells of; where it tells of one twice, the alert. */
export async function knownFindings(tx: Queryable, keys: readonly string[]): Promise<Map<string, KnownFinding[]>> {
  const alerts = await knownAlerts(tx, keys);
  const raised = new Set(alerts.map(([, { alertId }]) => alertId));
  const shadows = (await knownShadows(tx, keys)).filter(([, { alertId }]) => !raised.has(alertId));
  const known = new Map<string, KnownFinding[]>();
  for (const [key, finding] of [...alerts, ...shadows]) known.set(key, [...(known.get(key) ?? []), finding]);
  return known;
}
