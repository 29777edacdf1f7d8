import type { Provider } from '@nestjs/common';
import type { Clock } from '@tillwatch/kernel';
import type { Database } from '@tillwatch/postgres';
import { ListChannelsHandler } from './list-channels.js';
import { ListDeliveriesHandler } from './list-deliveries.js';
import type { Notifications } from './notifications.js';
import { RemoveChannelHandler } from './remove-channel.js';
import { RetryDeliveryHandler } from './retry-delivery.js';
import { SaveChannelHandler } from './save-channel.js';
import { TestChannelHandler } from './test-channel.js';

/** Everything the routes of channels and deliveries are carried out by. */
export function notificationHandlers(database: Database, notifications: Notifications, clock: Clock): Provider[] {
  const commands = [SaveChannelHandler, RemoveChannelHandler, TestChannelHandler, RetryDeliveryHandler];
  const queries = [ListChannelsHandler, ListDeliveriesHandler];
  return [
    ...commands.map((type) => ({ provide: type, useFactory: () => new type(database, notifications, clock) })),
    ...queries.map((type) => ({ provide: type, useFactory: () => new type(database) })),
  ];
}
