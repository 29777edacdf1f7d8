import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DeliveryView } from '@tillwatch/api';
import { type Clock, CodedError, problem } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { getChannel } from './channels.js';
import { getDelivery, insertDeliveries } from './deliveries.js';
import type { Notifications } from './notifications.js';

export class TestChannel extends Command<DeliveryView> {
  constructor(readonly id: string) {
    super();
  }
}

/** A delivery like any other, also to a channel that is switched off: whoever mends it wants to see that it works. */
@CommandHandler(TestChannel)
export class TestChannelHandler implements ICommandHandler<TestChannel> {
  constructor(
    private readonly database: Queryable,
    private readonly notifications: Notifications,
    private readonly clock: Clock,
  ) {}

  async execute({ id }: TestChannel): Promise<DeliveryView> {
    const channel = await getChannel(this.database, id);
    if (!channel || channel.removed) throw new CodedError(problem('not-found'));
    const delivery = { id: randomUUID(), channelId: id, kind: 'test' as const, severity: 'low' as const };
    await insertDeliveries(this.database, [delivery], new Date(this.clock()).toISOString());
    this.notifications.wake();
    return (await getDelivery(this.database, delivery.id))!;
  }
}
