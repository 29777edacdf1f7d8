import { randomUUID } from 'node:crypto';
import { driverOf } from '@tillwatch/notify';
import type { Attempt } from '@tillwatch/notify';
import type { Database, Queryable } from '@tillwatch/postgres';
import { type Channel, getChannel } from './channels.js';
import { type Delivery, deliveryOf, type DeliveryRow, withholdPending } from './deliveries.js';
import { channelChanged, delivered, gaveUp, platformActor } from './notification-events.js';
import { enqueue } from './outbox.js';

/** A delivery that this instance may attempt until its lease ends. */
export interface Leased {
  delivery: Delivery;
  lease: string;
}

const minuteMs = 60_000;

interface DueChannel {
  id: string;
  kind: Channel['kind'];
  enabled: boolean;
}

/**
 * Takes what is due, the most severe first, within each channel's limits over all instances, at most `room` in all. Whoever
 * takes it and dies loses it when `leaseMs` are over, and it is due again.
 */
export async function leaseDue(database: Database, nowMs: number, leaseMs: number, room: number): Promise<Leased[]> {
  const due = await database.query<DueChannel>(dueChannels, [instant(nowMs)]);
  const leased: Leased[] = [];
  for (const channel of due) {
    if (leased.length >= room) break;
    leased.push(...(await leaseOf(database, channel, { nowMs, leaseMs, room: room - leased.length })));
  }
  return leased;
}

const dueChannels = `
  SELECT id, kind, enabled FROM tillwatch.notification_channels c
  WHERE EXISTS (
    SELECT FROM tillwatch.deliveries d
    WHERE d.channel_id = c.id AND d.status = 'pending' AND d.due_at <= $1 AND (c.enabled OR d.kind = 'test')
  )
  ORDER BY id`;

/** The row of the channel is locked, so that two instances cannot both take what is left of its limits. */
function leaseOf(
  database: Database,
  { id, kind, enabled }: DueChannel,
  { nowMs, leaseMs, room }: { nowMs: number; leaseMs: number; room: number },
): Promise<Leased[]> {
  const { concurrent, perMinute } = driverOf(kind).limits;
  return database.transaction(async (tx) => {
    await tx.query('SELECT FROM tillwatch.notification_channels WHERE id = $1 FOR NO KEY UPDATE', [id]);
    const [{ running, recent } = { running: 0, recent: 0 }] = await tx.query<{ running: number; recent: number }>(
      `SELECT
         (SELECT count(*) FROM tillwatch.deliveries
          WHERE channel_id = $1 AND status = 'pending' AND lease IS NOT NULL AND due_at > $2) AS running,
         (SELECT count(*) FROM tillwatch.delivery_attempts WHERE channel_id = $1 AND at > $3) AS recent`,
      [id, instant(nowMs), instant(nowMs - minuteMs)],
    );
    const free = Math.min(concurrent - running, perMinute - recent - running, room);
    if (free <= 0) return [];
    const lease = randomUUID();
    const rows = await tx.query<DeliveryRow>(
      `UPDATE tillwatch.deliveries SET lease = $2, due_at = $3
       WHERE id IN (
         SELECT id FROM tillwatch.deliveries
         WHERE channel_id = $1 AND status = 'pending' AND due_at <= $4 AND ($5 OR kind = 'test')
         ORDER BY severity DESC, due_at LIMIT $6 FOR UPDATE SKIP LOCKED)
       RETURNING id, channel_id, kind, stream, revision, severity, created_at, failures, attempts`,
      [id, lease, instant(nowMs + leaseMs), instant(nowMs), enabled, free],
    );
    return rows.map((row) => ({ delivery: deliveryOf(row), lease }));
  });
}

export interface Finished {
  leased: Leased;
  attempt: Attempt;
  /** When it began, ms since 1970, and how long it took. */
  atMs: number;
  durationMs: number;
  contentHash: string;
  tenant: string;
  /** Until the next attempt; absent when this was the last. */
  pauseMs?: number;
  /** A channel through which nothing got for so long is switched off when a delivery is given up. */
  disableAfterMs: number;
}

/** What became of the delivery and of its channel. */
export interface Outcome {
  status: 'delivered' | 'pending' | 'gave-up';
  channelDisabled: boolean;
}

/**
 * Records an attempt and what follows from it, all in one transaction: the next one, the end, the state of the channel, and
 * what the log has to be told. A lease that has run out keeps a success and leaves a failure to whoever has it now.
 */
export function finish(database: Database, finished: Finished): Promise<Outcome> {
  const { leased, attempt, atMs, durationMs } = finished;
  const { delivery, lease } = leased;
  return database.transaction(async (tx) => {
    const channel = await getChannel(tx, delivery.channelId, true);
    const [row] = await tx.query<{ attempts: number; status: string; lease: string | null }>(
      `UPDATE tillwatch.deliveries SET attempts = attempts + 1 WHERE id = $1 RETURNING attempts, status, lease`,
      [delivery.id],
    );
    if (!channel || !row) return { status: 'gave-up', channelDisabled: false }; // cleared away meanwhile
    await tx.query(
      `INSERT INTO tillwatch.delivery_attempts (delivery_id, number, channel_id, at, outcome, status, reply, duration_ms)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        delivery.id,
        row.attempts,
        channel.id,
        instant(atMs),
        attempt.outcome,
        attempt.status,
        attempt.reply,
        durationMs,
      ],
    );
    if (attempt.outcome === 'delivered') return succeeded(tx, channel, finished, row.attempts);
    if (row.status !== 'pending' || row.lease !== lease) return { status: 'pending', channelDisabled: false };
    return failed(tx, channel, { ...finished, reason: attempt.outcome }, row.attempts);
  });
}

async function succeeded(tx: Queryable, channel: Channel, finished: Finished, attempts: number): Promise<Outcome> {
  const { leased, atMs, durationMs, contentHash, tenant } = finished;
  const at = instant(atMs + durationMs);
  await tx.query(
    `UPDATE tillwatch.deliveries
     SET status = 'delivered', withheld_because = NULL, finished_at = $2, lease = NULL WHERE id = $1`,
    [leased.delivery.id, at],
  );
  await tx.query(
    `UPDATE tillwatch.notification_channels SET last_delivered_at = $2, failing_since = NULL, failures = 0 WHERE id = $1`,
    [channel.id, at],
  );
  await enqueue(tx, delivered(leased.delivery, channel, { at, tenant, attempts, contentHash }));
  return { status: 'delivered', channelDisabled: false };
}

type Failed = Finished & { reason: Exclude<Attempt['outcome'], 'delivered'> };

async function failed(tx: Queryable, channel: Channel, finished: Failed, attempts: number): Promise<Outcome> {
  const { leased, attempt, atMs, durationMs, tenant, pauseMs, reason } = finished;
  const nowMs = atMs + durationMs;
  const isLast = pauseMs === undefined;
  await tx.query(
    `UPDATE tillwatch.deliveries
     SET failures = failures + 1, lease = NULL, status = $2, due_at = $3, finished_at = $4 WHERE id = $1`,
    [
      leased.delivery.id,
      isLast ? 'gave-up' : 'pending',
      instant(nowMs + (pauseMs ?? 0)),
      isLast ? instant(nowMs) : undefined,
    ],
  );
  const failingSince = channel.failingSince ?? instant(atMs);
  await tx.query(
    'UPDATE tillwatch.notification_channels SET failing_since = $2, failures = failures + 1 WHERE id = $1',
    [channel.id, failingSince],
  );
  if (isLast) await enqueue(tx, gaveUp(leased.delivery, channel, { at: instant(nowMs), tenant, attempts, reason }));
  // Not at a first failure after a quiet week: a whole delivery must have failed as well.
  const tooLong = isLast && nowMs - Date.parse(failingSince) >= finished.disableAfterMs;
  const channelDisabled = channel.enabled && (attempt.gone === true || tooLong);
  if (channelDisabled) await disable(tx, channel, attempt.gone ? 'gone' : 'failing', instant(nowMs), tenant);
  return { status: isLast ? 'gave-up' : 'pending', channelDisabled };
}

/** Not silence: the log is told, and so are the other channels. */
async function disable(
  tx: Queryable,
  channel: Channel,
  reason: 'failing' | 'gone',
  at: string,
  tenant: string,
): Promise<void> {
  await tx.query('UPDATE tillwatch.notification_channels SET enabled = false, disabled_because = $2 WHERE id = $1', [
    channel.id,
    reason,
  ]);
  await withholdPending(tx, channel.id, 'channel-disabled', at);
  const change = { change: 'disabled' as const, actor: platformActor, reason, at, tenant, id: randomUUID() };
  await enqueue(tx, channelChanged({ ...channel, enabled: false }, change));
}

const instant = (ms: number): string => new Date(ms).toISOString();
