import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { NotificationChannelView } from '@tillwatch/api';
import { type Clock, CodedError, problem } from '@tillwatch/kernel';
import { driverOf, type Target } from '@tillwatch/notify';
import type { Database, Queryable } from '@tillwatch/postgres';
import { channelViews } from './channel-view.js';
import {
  type Channel,
  type ChannelChoice,
  channelsMax,
  getChannel,
  insertChannel,
  listChannels,
  openTarget,
  sealTarget,
  updateChannel,
} from './channels.js';
import { withholdPending } from './deliveries.js';
import { channelChanged } from './notification-events.js';
import type { Notifications } from './notifications.js';
import { enqueue } from './outbox.js';
import { readTarget } from './targets.dto.js';

/** Somebody creates a channel, or changes the one named. */
export class SaveChannel extends Command<NotificationChannelView> {
  constructor(
    readonly choice: ChannelChoice,
    /** As given: its members are read here, because a change may leave out secrets that are known. */
    readonly target: object,
    readonly actor: string,
    readonly id?: string,
  ) {
    super();
  }
}

/** `pg_advisory_xact_lock` key: channels are counted one creation at a time ("chan" in ASCII). */
const countingKey = 0x6368616e;

@CommandHandler(SaveChannel)
export class SaveChannelHandler implements ICommandHandler<SaveChannel> {
  constructor(
    private readonly database: Database,
    private readonly notifications: Notifications,
    private readonly clock: Clock,
  ) {}

  async execute({ choice, target, actor, id }: SaveChannel): Promise<NotificationChannelView> {
    const saved = await this.database.transaction(async (tx) => {
      const at = new Date(this.clock()).toISOString();
      const { tenant } = this.notifications;
      const known = id === undefined ? undefined : await this.known(tx, id, choice);
      const channel = known ? this.changed(known, choice, target) : this.created(choice, target, at);
      if (known) await updateChannel(tx, channel);
      else await this.insert(tx, channel);
      if (!channel.enabled) await withholdPending(tx, channel.id, 'channel-disabled', at);
      const change = {
        change: known ? ('changed' as const) : ('created' as const),
        actor,
        at,
        tenant,
        id: randomUUID(),
      };
      await enqueue(tx, channelChanged(channel, change));
      return channel;
    });
    this.notifications.wake();
    return (await channelViews(this.database, [saved]))[0]!;
  }

  private async known(tx: Queryable, id: string, { kind }: ChannelChoice): Promise<Channel> {
    const known = await getChannel(tx, id, true);
    if (!known || known.removed) throw new CodedError(problem('not-found'));
    if (known.kind !== kind) throw new CodedError(problem('parameter-invalid', '/kind', 'It cannot be changed.'));
    return known;
  }

  private created(choice: ChannelChoice, given: object, at: string): Channel {
    const id = randomUUID();
    const sealed = this.checked({ id, kind: choice.kind }, given);
    return { ...choice, ...sealed, id, createdAt: at, removed: false, failures: 0, ...switchedOff(choice) };
  }

  /** What is known of its secrets stays where nothing else is given. */
  private changed(known: Channel, choice: ChannelChoice, given: object): Channel {
    const target = openTarget(this.notifications.channelKey, known) as Partial<Record<string, unknown>> | undefined;
    const kept = Object.fromEntries(known.secrets.map((name) => [name, target?.[name]]));
    const { id, createdAt, kind } = known;
    const sealed = this.checked({ id, kind }, { ...kept, ...given });
    return { ...choice, ...sealed, id, createdAt, removed: false, failures: 0, ...switchedOff(choice) };
  }

  /** Throws `parameter-invalid` for a target we would not send to. */
  private checked(channel: Pick<Channel, 'id' | 'kind'>, given: object) {
    const { outgoing, channelKey } = this.notifications;
    const target: Target = readTarget(channel.kind, given);
    const fault = driverOf(channel.kind).fault(target, outgoing);
    if (fault) throw new CodedError(problem('parameter-invalid', `/target/${fault.member}`, fault.why));
    return sealTarget(channelKey, channel, target);
  }

  private async insert(tx: Queryable, channel: Channel): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [countingKey]);
    if ((await listChannels(tx)).length >= channelsMax) throw new CodedError(problem('limit-reached'));
    await insertChannel(tx, channel);
  }
}

const switchedOff = ({ enabled }: ChannelChoice) => (enabled ? {} : { disabledBecause: 'person' as const });
