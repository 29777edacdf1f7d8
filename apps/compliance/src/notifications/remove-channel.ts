import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Clock, CodedError, problem } from '@tillwatch/kernel';
import type { Database } from '@tillwatch/postgres';
import { getChannel, removeChannel } from './channels.js';
import { withholdPending } from './deliveries.js';
import { channelChanged } from './notification-events.js';
import type { Notifications } from './notifications.js';
import { enqueue } from './outbox.js';

export class RemoveChannel extends Command<void> {
  constructor(
    readonly id: string,
    readonly actor: string,
  ) {
    super();
  }
}

@CommandHandler(RemoveChannel)
export class RemoveChannelHandler implements ICommandHandler<RemoveChannel> {
  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
    private readonly clock: Clock,
  ) {}

  async execute({ id, actor }: RemoveChannel): Promise<void> {
    const at = new Date(this.clock()).toISOString();
    await this.database.transaction(async (tx) => {
      const channel = await getChannel(tx, id, true);
      if (!channel || channel.removed) throw new CodedError(problem('not-found'));
      await removeChannel(tx, id, at);
      await withholdPending(tx, id, 'channel-removed', at);
      const { tenant } = this.notifications;
      const change = { change: 'removed' as const, actor, at, tenant, id: randomUUID() };
      await enqueue(tx, channelChanged({ ...channel, enabled: false }, change));
    });
    this.notifications.wake();
  }
}
