import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { NotificationChannelView } from '@tillwatch/api';
import type { Queryable } from '@tillwatch/postgres';
import { channelViews } from './channel-view.js';
import { listChannels } from './channels.js';

export class ListChannels extends Query<NotificationChannelView[]> {}

@QueryHandler(ListChannels)
export class ListChannelsHandler implements IQueryHandler<ListChannels> {
  constructor(private readonly database: Queryable) {}

  async execute(): Promise<NotificationChannelView[]> {
    return channelViews(this.database, await listChannels(this.database));
  }
}
