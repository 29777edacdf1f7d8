import { decodeEvent, type LogEvent } from '@tillwatch/events';
import type { EventStore, StoredEvent } from '@tillwatch/event-store';
import type { WithheldBecause } from '@tillwatch/api';
import type { Database, Queryable } from '@tillwatch/postgres';
import { holdsOn } from '@tillwatch/read-models';
import { alertAt, evolveTold } from './alert-told.js';
import { type Channel, listChannels } from './channels.js';
import { deliveryIdOf, insertDeliveries, type NewDelivery, pendingMax } from './deliveries.js';
import { notificationOf, type Occasion } from './notification-of.js';
import { isToldTo } from './routing.js';

/** Types that people may be told of; everything else in the log is passed over unread. */
const notifiable = /^tillwatch\.(?:Alert\w+|NotificationChannelChanged)\.v\d+$/;

/** An occasion and the event it is about. */
interface Told {
  occasion: Occasion;
  stream: string;
  revision: number;
  recordedAt: string;
}

/**
 * Makes the deliveries that follow from events of the log: one row for each channel that is to be told, sent or not. Shown the
 * same events again it makes the same rows. Returns how many are new.
 */
export async function planDeliveries(
  database: Database,
  store: Pick<EventStore, 'readStream'>,
  events: readonly StoredEvent[],
  nowMs: number,
): Promise<number> {
  const news = events.filter(({ type }) => notifiable.test(type)).map((event) => decodeEvent(event));
  if (news.length === 0) return 0;
  const since = Math.min(...(await listChannels(database)).map(({ createdAt }) => Date.parse(createdAt)));
  const told: Told[] = [];
  for (const event of news) {
    // A log that is read for the first time may be long, and nobody is told of what was before the first channel.
    if (Date.parse(event.header.recordedtime) >= since) told.push(...(await toldOf(store, event)));
  }
  if (told.length === 0) return 0;
  return database.transaction(async (tx) => {
    // Locked: a channel that is being switched off is either seen to be, or switched off after these rows are there.
    const channels = await listChannels(tx, true);
    const room = channels.length > 0 ? await roomOf(tx) : new Map<string, number>();
    const held = channels.length > 0 ? await heldOf(tx, told, nowMs) : new Map<Told, WithheldBecause>();
    const deliveries = told.flatMap((one) => deliveriesOf(one, held.get(one), channels, room));
    return deliveries.length === 0 ? 0 : insertDeliveries(tx, deliveries, new Date(nowMs).toISOString());
  });
}

async function toldOf(store: Pick<EventStore, 'readStream'>, event: LogEvent): Promise<Told[]> {
  const { stream, revision, header } = event;
  const before = stream.startsWith('alert-') ? await alertAt(store, stream, revision - 1) : undefined;
  const after = evolveTold(before, event);
  const occasion = notificationOf(event, { ...(before && { before }), ...(after && { after }) });
  return occasion ? [{ occasion, stream, revision, recordedAt: header.recordedtime }] : [];
}

/**
 * Which of them nobody is to be told of now, and why. Asked of the read models: where those lag behind the log, a silence that
 * was just made may come too late and somebody is told once more, which is the better mistake.
 */
async function heldOf(tx: Queryable, told: readonly Told[], nowMs: number): Promise<Map<Told, WithheldBecause>> {
  const alerts = told.flatMap((one) => {
    const { rule, key, severity, storeId } = one.occasion;
    return rule === undefined || key === undefined ? [] : [{ one, rule, key, severity, storeId }];
  });
  const holds = await holdsOn(tx, alerts, nowMs);
  const held = new Map<Told, WithheldBecause>();
  alerts.forEach(({ one }, index) => {
    const { inhibitedBy, silences } = holds[index]!;
    if (silences.length > 0) held.set(one, 'silenced');
    else if (inhibitedBy !== undefined) held.set(one, 'inhibited');
  });
  return held;
}

function deliveriesOf(
  { occasion, stream, revision, recordedAt }: Told,
  held: WithheldBecause | undefined,
  channels: readonly Channel[],
  room: Map<string, number>,
): NewDelivery[] {
  return channels
    .filter((channel) => isToldTo(channel, occasion, recordedAt))
    .map((channel) => {
      const withheldBecause = held ?? withheldBy(channel, room);
      const place = { id: deliveryIdOf(channel.id, stream, revision), channelId: channel.id, stream, revision };
      return { ...occasion, ...place, ...(withheldBecause && { withheldBecause }) };
    });
}

function withheldBy(channel: Channel, room: Map<string, number>): 'channel-disabled' | 'queue-full' | undefined {
  if (!channel.enabled) return 'channel-disabled';
  const left = room.get(channel.id) ?? pendingMax;
  if (left <= 0) return 'queue-full';
  room.set(channel.id, left - 1);
  return undefined;
}

/** How many more deliveries may wait, by channel; one that is not in it has nothing waiting. */
async function roomOf(tx: Queryable): Promise<Map<string, number>> {
  const rows = await tx.query<{ channel_id: string; waiting: number }>(
    `SELECT channel_id, count(*) AS waiting FROM tillwatch.deliveries WHERE status = 'pending' GROUP BY channel_id`,
  );
  return new Map(rows.map(({ channel_id, waiting }) => [channel_id, pendingMax - waiting]));
}
