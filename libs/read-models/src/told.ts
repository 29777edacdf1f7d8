import type { KnownFinding } from '@tillwatch/detection';
import { decodeEvent, type LogEvent } from '@tillwatch/events';
import type { EventStore } from '@tillwatch/event-store';
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

/** Findings of some keys (`operator:o-7`) that the log tells of; where it tells of one twice, the alert. */
export async function knownFindings(tx: Queryable, keys: readonly string[]): Promise<Map<string, KnownFinding[]>> {
  const alerts = await knownAlerts(tx, keys);
  const raised = new Set(alerts.map(([, { alertId }]) => alertId));
  const shadows = (await knownShadows(tx, keys)).filter(([, { alertId }]) => !raised.has(alertId));
  const known = new Map<string, KnownFinding[]>();
  for (const [key, finding] of [...alerts, ...shadows]) known.set(key, [...(known.get(key) ?? []), finding]);
  return known;
}
