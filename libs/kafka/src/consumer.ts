import type { Log } from '@tillwatch/kernel';
import { ClusterAdmin } from './admin.js';
import { backOffMs } from './back-off.js';
import type { KafkaConnection } from './connection.js';
import { pause, unlessAborted, within } from './deadline.js';
import { Handlers } from './handlers.js';
import { partitionLags } from './lag.js';
import { type ConsumerLimits, defaultLimits } from './limits.js';
import { Member } from './member.js';
import type { RecordBatch, TopicPartition, Undecodable } from './records.js';
import { watch } from './watchdog.js';

export interface ConsumerOptions {
  connection: KafkaConnection;
  groupId: string;
  topics: readonly string[];
  /**
   * Resolves when the batch is durable: its offsets are committed then, if the partition is still ours. Rejects: the partition
   * rests and gives the same records again, the others go on. When `signal` aborts (partition lost, stopping, too slow) it
   * should end soon, either way: no other batch of the partition comes before it has.
   */
  handle(batch: RecordBatch, signal: AbortSignal): Promise<void>;
  /** The same for a record batch that cannot be read: when it resolves, the partition goes on behind it. */
  onUndecodable(undecodable: Undecodable): Promise<void>;
  log: Log;
  limits?: Partial<ConsumerLimits>;
}

export interface KafkaConsumer {
  /** What the group has given this member; empty while it joins. */
  assigned(): TopicPartition[];
  /** Records that the assigned partitions are behind. Rejects while it joins, and when the cluster cannot be asked. */
  lag(): Promise<number>;
  /** How often it was built anew, after a crash or a hang of the client. */
  readonly restarts: number;
  /** Lets handlers finish, commits, leaves the group. Takes `stopMs` and a few seconds at most, whatever hangs. */
  stop(): Promise<void>;
}

const RESTART = { firstMs: 500, longestMs: 15_000 };
/** A member that lived so long was well; the next restart is quick again. */
const WELL_MS = 60_000;

/**
 * Consumes until it is stopped; at least once. Needs no broker to start: it keeps trying, and says so in the log. A topic
 * without an offset of the group is read from its first record.
 */
export function startConsumer(options: ConsumerOptions): Promise<KafkaConsumer> {
  const limits = { ...defaultLimits, ...options.limits };
  const { log, groupId } = options;
  const cluster = new ClusterAdmin(options.connection, log);
  const handlers = new Handlers();
  const stopping = new AbortController();
  let member: Member;
  let restarts = 0;

  const lags = () => partitionLags(cluster, groupId, member.assigned(), (at) => member.position(at));

  /** Resolves with why the member cannot go on, or with undefined when it was stopped. */
  async function live(): Promise<string | undefined> {
    member = new Member({ ...options, limits, handlers });
    const over = new AbortController();
    const signal = AbortSignal.any([stopping.signal, over.signal]);
    const silenceMs = limits.stallMs + limits.rebalanceMs;
    void member.run();
    const watching = watch({ watched: member, lags, stallMs: limits.stallMs, silenceMs, signal });
    const ended = member.ended.then(({ message }) => message);
    const why = await unlessAborted(stopping.signal, Promise.race([watching, ended])).catch(() => undefined);
    over.abort();
    if (stopping.signal.aborted) await member.leave();
    else member.giveUp();
    return why;
  }

  const running = (async () => {
    for (let failures = 0; !stopping.signal.aborted;) {
      const began = Date.now();
      const reason = await live();
      if (stopping.signal.aborted) break;
      failures = Date.now() - began > WELL_MS ? 1 : failures + 1;
      restarts++;
      const delay = backOffMs(failures, RESTART);
      log.warn({ groupId, reason, restarts, delay }, 'the Kafka consumer is built anew');
      await pause(delay, stopping.signal);
    }
    await within(limits.stopMs, 'Ending the handlers', handlers.allDone()).catch(() => {});
    await cluster.close();
  })();

  return Promise.resolve({
    assigned: () => member.assigned(),
    async lag() {
      if (!member.isInGroup()) throw new Error('The consumer is not in its group yet.');
      return Number((await lags()).reduce((sum, { lag }) => sum + lag, 0n));
    },
    get restarts() {
      return restarts;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  });
}
