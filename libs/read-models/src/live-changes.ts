import type { Queryable } from '@tillwatch/postgres';
import type { Change } from './read-model.js';

/** PostgreSQL channel on which committed batches are announced. */
export const liveChannel = 'tillwatch_live';

/** What a batch changed: the payload on `liveChannel`, as JSON. */
export interface LiveChanges {
  /** Log position of the batch's last event. */
  position: number;
  alerts: string[];
  operators: string[];
  terminals: string[];
  /** Minutes, RFC 3339. */
  counters: string[];
  /** There was more than the ids say: whoever shows a list reads it again. */
  more: boolean;
}

/** PostgreSQL refuses payloads of 8,000 bytes. */
const maxPayloadBytes = 7_500;

/** Alerts first, then as many other ids as fit; delivered when the transaction commits. */
export async function announce(tx: Queryable, position: number, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.query('SELECT pg_notify($1, $2)', [liveChannel, livePayload(position, changes)], 'announce');
}

export function livePayload(position: number, changes: readonly Change[]): string {
  const live: LiveChanges = { position, alerts: [], operators: [], terminals: [], counters: [], more: false };
  live.more = changes.some(({ kind }) => kind === 'lists');
  let bytes = JSON.stringify(live).length + 20;
  for (const kind of ['alert', 'counter', 'terminal', 'operator'] as const) {
    for (const change of changes) {
      if (change.kind !== kind) continue;
      bytes += Buffer.byteLength(JSON.stringify(change.id)) + 1;
      if (bytes > maxPayloadBytes) return JSON.stringify({ ...live, more: true });
      live[`${kind}s`].push(change.id);
    }
  }
  return JSON.stringify(live);
}
