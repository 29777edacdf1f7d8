import type {
  DeliveryAttemptView,
  DeliveryStatus,
  DeliveryView,
  NotificationKind,
  Severity,
  WithheldBecause,
} from '@tillwatch/api';
import { uuidFromName } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { severities } from './alert-told.js';
import type { Channel } from './channels.js';
import type { Occasion } from './notification-of.js';

/** Of one channel; a flood beyond it is recorded as not sent, and not forgotten. */
export const pendingMax = 10_000;

/** One notification for one channel. */
export interface Delivery {
  id: string;
  channelId: string;
  kind: NotificationKind;
  /** The event it tells of; a test has none. */
  stream?: string;
  revision?: number;
  /** When that is an event of an alert. */
  alertId?: string;
  severity: Severity;
  createdAt: string;
  failures: number;
  attempts: number;
}

export interface NewDelivery extends Occasion {
  id: string;
  channelId: string;
  stream?: string;
  revision?: number;
  /** Recorded, and sent to nobody. */
  withheldBecause?: WithheldBecause;
}

const alertStream = 'alert-';

/** The id is a function of channel and event, so that the same event shown again makes the same delivery. */
export function deliveryIdOf(channelId: string, stream: string, revision: number): string {
  return uuidFromName(`delivery|${channelId}|${stream}|${revision}`);
}

/** Those that are known already stay as they are. Returns how many are new. */
export async function insertDeliveries(db: Queryable, deliveries: readonly NewDelivery[], at: string): Promise<number> {
  const column = <T>(of: (delivery: NewDelivery) => T): T[] => deliveries.map(of);
  const rows = await db.query(
    `INSERT INTO tillwatch.deliveries
       (id, channel_id, kind, stream, revision, rule, severity, status, withheld_because, created_at, due_at, finished_at)
     SELECT id, channel_id, kind, stream, revision, rule, severity,
            CASE WHEN withheld IS NULL THEN 'pending' ELSE 'not-sent' END, withheld, $9, $9,
            CASE WHEN withheld IS NULL THEN NULL ELSE $9::timestamptz END
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::integer[], $6::text[], $7::integer[], $8::text[])
       AS new (id, channel_id, kind, stream, revision, rule, severity, withheld)
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    [
      column(({ id }) => id),
      column(({ channelId }) => channelId),
      column(({ kind }) => kind),
      column(({ stream }) => stream),
      column(({ revision }) => revision),
      column(({ rule }) => rule),
      column(({ severity }) => severities.indexOf(severity)),
      column(({ withheldBecause }) => withheldBecause),
      at,
    ],
  );
  return rows.length;
}

/** What waits of a channel will not be sent; a test somebody asked for is. */
export async function withholdPending(
  tx: Queryable,
  channelId: string,
  why: WithheldBecause,
  at: string,
): Promise<void> {
  await tx.query(
    `UPDATE tillwatch.deliveries SET status = 'not-sent', withheld_because = $2, finished_at = $3, lease = NULL
     WHERE channel_id = $1 AND status = 'pending' AND kind <> 'test'`,
    [channelId, why, at],
  );
}

/**
 * At once and with all its attempts before it. Changes nothing for one that is unknown, delivered or under way, nor for a
 * channel that is switched off or removed.
 */
export async function retryDelivery(db: Queryable, id: string, at: string): Promise<void> {
  await db.query(
    `UPDATE tillwatch.deliveries d
     SET status = 'pending', withheld_because = NULL, finished_at = NULL, due_at = $2, failures = 0, lease = NULL
     FROM tillwatch.notification_channels c
     WHERE d.id = $1 AND c.id = d.channel_id AND (c.enabled OR d.kind = 'test') AND c.removed_at IS NULL
       AND d.status <> 'delivered' AND (d.lease IS NULL OR d.status <> 'pending')`,
    [id, at],
  );
}

interface Row {
  id: string;
  channel_id: string;
  channel_name: string;
  channel_kind: Channel['kind'];
  kind: NotificationKind;
  stream: string | null;
  revision: number | null;
  rule: string | null;
  severity: number;
  status: DeliveryStatus;
  withheld_because: WithheldBecause | null;
  created_at: Date;
  due_at: Date;
  finished_at: Date | null;
  failures: number;
  attempts: number;
  /** `null` when there is none. */
  tried: AttemptRow[] | null;
}

/** As JSON has it: `at` is an RFC 3339 text. */
interface AttemptRow {
  number: number;
  at: string;
  outcome: DeliveryAttemptView['outcome'];
  status: number | null;
  reply: string | null;
  duration_ms: number;
}

/** One statement, so that a delivery and its attempts are of one moment. */
const select = `SELECT d.*, c.name AS channel_name, c.kind AS channel_kind,
    (SELECT json_agg(a ORDER BY number) FROM tillwatch.delivery_attempts a WHERE a.delivery_id = d.id) AS tried
  FROM tillwatch.deliveries d JOIN tillwatch.notification_channels c ON c.id = d.channel_id`;

export interface DeliveryQuery {
  channel?: string;
  status?: DeliveryStatus;
  alert?: string;
  /** The last delivery of the page before. */
  after?: string;
  limit: number;
}

/** Newest first, each with its attempts. */
export async function listDeliveries(db: Queryable, query: DeliveryQuery): Promise<DeliveryView[]> {
  const { channel, status, alert, after, limit } = query;
  const rows = await db.query<Row>(
    `${select}
     WHERE ($1::uuid IS NULL OR d.channel_id = $1) AND ($2::text IS NULL OR d.status = $2)
       AND ($3::text IS NULL OR d.stream = $3)
       AND ($4::uuid IS NULL OR (d.created_at, d.id) < (SELECT created_at, id FROM tillwatch.deliveries WHERE id = $4))
     ORDER BY d.created_at DESC, d.id DESC LIMIT $5`,
    [channel, status, alert === undefined ? undefined : alertStream + alert, after, limit],
  );
  return rows.map(viewOf);
}

export async function getDelivery(db: Queryable, id: string): Promise<DeliveryView | undefined> {
  const [row] = await db.query<Row>(`${select} WHERE d.id = $1`, [id]);
  return row && viewOf(row);
}

function attemptOf({ number, at, outcome, status, reply, duration_ms }: AttemptRow): DeliveryAttemptView {
  const said = { ...(status !== null && { status }), ...(reply !== null && { reply }) };
  return { number, at: new Date(at).toISOString(), outcome, ...said, durationMs: duration_ms };
}

function viewOf(row: Row): DeliveryView {
  const alertId = alertIdOf(row.stream);
  return {
    id: row.id,
    channelId: row.channel_id,
    channelName: row.channel_name,
    channelKind: row.channel_kind,
    kind: row.kind,
    severity: severities[row.severity]!,
    ...(alertId !== undefined && { alertId }),
    ...(row.rule !== null && { rule: row.rule }),
    status: row.status,
    ...(row.withheld_because && { withheldBecause: row.withheld_because }),
    createdAt: row.created_at.toISOString(),
    ...(row.status === 'pending' && { dueAt: row.due_at.toISOString() }),
    ...(row.finished_at && { finishedAt: row.finished_at.toISOString() }),
    attempts: (row.tried ?? []).map(attemptOf),
  };
}

export type DeliveryRow = Pick<
  Row,
  'id' | 'channel_id' | 'kind' | 'stream' | 'revision' | 'severity' | 'created_at' | 'failures' | 'attempts'
>;

export function deliveryOf(row: DeliveryRow): Delivery {
  const alertId = alertIdOf(row.stream);
  return {
    id: row.id,
    channelId: row.channel_id,
    kind: row.kind,
    ...(row.stream !== null && { stream: row.stream }),
    ...(row.revision !== null && { revision: row.revision }),
    ...(alertId !== undefined && { alertId }),
    severity: severities[row.severity]!,
    createdAt: row.created_at.toISOString(),
    failures: row.failures,
    attempts: row.attempts,
  };
}

function alertIdOf(stream: string | null): string | undefined {
  return stream?.startsWith(alertStream) ? stream.slice(alertStream.length) : undefined;
}

const clearAtOnce = 1_000;

/** Forgets deliveries that ended before, the oldest first; so many at once that nothing else waits for it. */
export async function clearFinished(db: Queryable, before: string): Promise<void> {
  await db.query(
    `DELETE FROM tillwatch.deliveries WHERE id IN (
       SELECT id FROM tillwatch.deliveries WHERE created_at < $1 AND finished_at < $1 ORDER BY created_at LIMIT ${clearAtOnce})`,
    [before],
  );
}
