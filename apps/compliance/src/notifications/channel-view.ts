import type { NotificationChannelView } from '@tillwatch/api';
import type { Queryable } from '@tillwatch/postgres';
import type { Channel } from './channels.js';

/** Channels as they are shown: without what is sealed, with what waits and what was given up. */
export async function channelViews(db: Queryable, channels: readonly Channel[]): Promise<NotificationChannelView[]> {
  const counts = await db.query<{ channel_id: string; pending: number; gave_up: number }>(
    `SELECT channel_id, count(*) FILTER (WHERE status = 'pending') AS pending,
            count(*) FILTER (WHERE status = 'gave-up') AS gave_up
     FROM tillwatch.deliveries WHERE status IN ('pending', 'gave-up') AND channel_id = ANY($1) GROUP BY channel_id`,
    [channels.map(({ id }) => id)],
  );
  const byId = new Map(counts.map((row) => [row.channel_id, row]));
  return channels.map(({ sealed, removed, ...shown }) => {
    void [sealed, removed];
    const { pending = 0, gave_up: gaveUp = 0 } = byId.get(shown.id) ?? {};
    return { ...shown, pending, gaveUp };
  });
}
