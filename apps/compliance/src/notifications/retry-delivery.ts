import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DeliveryView } from '@tillwatch/api';
import { type Clock, CodedError, problem } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { getDelivery, retryDelivery } from './deliveries.js';
import type { Notifications } from './notifications.js';

export class RetryDelivery extends Command<DeliveryView> {
  constructor(readonly id: string) {
    super();
  }
}

/** One that waits is tried at once; one that was given up or never sent gets all its attempts anew. */
@CommandHandler(RetryDelivery)
export class RetryDeliveryHandler implements ICommandHandler<RetryDelivery> {
  constructor(
    private readonly database: Queryable,
    private readonly notifications: Notifications,
    private readonly clock: Clock,
  ) {}

  async execute({ id }: RetryDelivery): Promise<DeliveryView> {
    await retryDelivery(this.database, id, new Date(this.clock()).toISOString());
    const delivery = await getDelivery(this.database, id);
    if (!delivery) throw new CodedError(problem('not-found'));
    if (delivery.status === 'delivered') throw new CodedError(problem('already-delivered'));
    if (delivery.status !== 'pending') throw new CodedError(problem('channel-disabled'));
    this.notifications.wake();
    return delivery;
  }
}
