import type { DeliveryFailure } from '@tillwatch/api';
import { platformEvent } from '@tillwatch/events';
import { uuidFromName } from '@tillwatch/kernel';
import type { Channel } from './channels.js';
import type { Delivery } from './deliveries.js';
import type { OutboxEvent } from './outbox.js';

const source = '/platform/notifications';

/** What the platform says of itself as the actor of a change. */
export const platformActor = 'platform';

export const channelStream = (id: string): string => `notification-channel-${id}`;

export interface ChannelChange {
  change: 'created' | 'changed' | 'removed' | 'disabled';
  actor: string;
  reason?: 'failing' | 'gone';
  /** RFC 3339 UTC. */
  at: string;
  tenant: string;
  /** UUID of this change. */
  id: string;
}

export function channelChanged(
  channel: Channel,
  { change, actor, reason, at, tenant, id }: ChannelChange,
): OutboxEvent {
  const { name, kind, enabled, destination, minimumSeverity, language, rules, stores } = channel;
  const event = platformEvent(
    'NotificationChannelChanged',
    {
      channelId: channel.id,
      change,
      name,
      kind,
      enabled,
      destination,
      minimumSeverity,
      language,
      ...(rules && { rules }),
      ...(stores && { stores }),
      actor,
      ...(reason && { reason }),
    },
    { id, source, recordedtime: at, tenant },
  );
  return { stream: channelStream(channel.id), ...event };
}

/** Told once for each delivery, however often it arrived. */
export function delivered(
  delivery: Delivery,
  channel: Channel,
  { at, tenant, attempts, contentHash }: { at: string; tenant: string; attempts: number; contentHash: string },
): OutboxEvent {
  const event = platformEvent(
    'NotificationDelivered',
    { ...about(delivery, channel), attempts, contentHash },
    { id: uuidFromName(`${delivery.id}|delivered`), source, recordedtime: at, tenant },
  );
  return { stream: `notification-${delivery.id}`, ...event };
}

/** Told each time it was given up: somebody may have asked for it again. */
export function gaveUp(
  delivery: Delivery,
  channel: Channel,
  { at, tenant, attempts, reason }: { at: string; tenant: string; attempts: number; reason: DeliveryFailure },
): OutboxEvent {
  const event = platformEvent(
    'NotificationFailed',
    { ...about(delivery, channel), attempts, since: delivery.createdAt, reason },
    { id: uuidFromName(`${delivery.id}|failed|${attempts}`), source, recordedtime: at, tenant },
  );
  return { stream: `notification-${delivery.id}`, ...event };
}

function about({ kind, alertId, revision }: Delivery, channel: Channel) {
  return {
    channelId: channel.id,
    channel: channel.name,
    channelKind: channel.kind,
    destination: channel.destination,
    notification: kind,
    ...(alertId !== undefined && { alertId, alertRevision: revision! }),
  };
}
