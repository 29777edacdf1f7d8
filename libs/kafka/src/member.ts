import type { Log } from '@tillwatch/kernel';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { backOffMs } from './back-off.js';
import { type Client, createClient, type KafkaConnection, retry } from './connection.js';
import { pause, within } from './deadline.js';
import { meansLost, meansRejoin } from './group-errors.js';
import type { Handlers } from './handlers.js';
import type { ConsumerLimits } from './limits.js';
import { nameOf, type RecordBatch, type Step, stepsOf, type TopicPartition, type Undecodable } from './records.js';

export interface MemberOptions {
  connection: KafkaConnection;
  groupId: string;
  topics: readonly string[];
  handle(batch: RecordBatch, signal: AbortSignal): Promise<void>;
  onUndecodable(undecodable: Undecodable): Promise<void>;
  log: Log;
  limits: ConsumerLimits;
  handlers: Handlers;
}

const COMMIT_TRIES = 5;
const COMMIT_BACK_OFF = { firstMs: 100, longestMs: 1_000 };

/**
 * One kafkajs consumer from joining the group to its end. It commits only what was handled under the assignment that still
 * holds; everything else comes again, here or at the next owner.
 */
export class Member {
  /** Why it ended by itself; never settles while it works or hangs. */
  readonly ended: Promise<Error>;
  private readonly client: Client;
  private readonly consumer: Consumer;
  private readonly end = Promise.withResolvers<Error>();
  private readonly owned = new Map<string, TopicPartition>();
  private readonly positions = new Map<string, bigint>();
  private readonly failures = new Map<string, number>();
  private readonly postponed = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly progress = new Map<string, number>();
  /** Counts assignments; a handler that began under an older one has lost its partition. */
  private assignment = 0;
  private joined = false;
  private lastSign = Date.now();
  private beat: (() => Promise<void>) | undefined;
  private pulse: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly options: MemberOptions) {
    const { limits } = options;
    this.ended = this.end.promise;
    this.client = createClient(options.connection, options.log);
    this.consumer = this.client.kafka.consumer({
      groupId: options.groupId,
      sessionTimeout: limits.sessionMs,
      heartbeatInterval: limits.heartbeatMs,
      rebalanceTimeout: limits.rebalanceMs,
      maxWaitTimeInMs: limits.fetchWaitMs,
      maxBytes: limits.fetchBytes,
      maxBytesPerPartition: limits.fetchBytesPerPartition,
      allowAutoTopicCreation: false,
      retry: { ...retry, restartOnFailure: () => Promise.resolve(false) },
    });
    this.listen();
  }

  /** Joins and consumes until it ends. Never rejects. */
  async run(): Promise<void> {
    const { topics, limits } = this.options;
    try {
      await this.consumer.connect();
      await this.consumer.subscribe({ topics: [...topics], fromBeginning: true });
      await this.consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: limits.concurrency,
        eachBatch: (payload) => this.take(payload),
      });
    } catch (error) {
      this.end.resolve(error as Error);
    }
  }

  assigned(): TopicPartition[] {
    return [...this.owned.values()];
  }

  /** False while it joins; a member of a group with more members than partitions has nothing assigned and is in it. */
  isInGroup(): boolean {
    return this.joined;
  }

  /** The offset after what has been committed or passed over; undefined before the first. */
  position(at: TopicPartition): bigint | undefined {
    return this.positions.get(nameOf(at));
  }

  /** ms since kafkajs was last seen to do anything */
  silentMs(): number {
    return this.options.handlers.count > 0 ? 0 : Date.now() - this.lastSign;
  }

  /** ms since the partition moved on; 0 while it has a reason not to. */
  idleMs(at: TopicPartition): number {
    if (this.options.handlers.count > 0 || this.postponed.has(nameOf(at))) return 0;
    return Date.now() - (this.progress.get(nameOf(at)) ?? this.lastSign);
  }

  /** Finishes what is under way and leaves the group. */
  async leave(): Promise<void> {
    const { limits, handlers } = this.options;
    const late = setTimeout(() => handlers.abortAll('The consumer stops.'), limits.stopMs);
    await within(limits.stopMs + limits.sessionMs, 'Leaving the group', this.consumer.disconnect()).catch(() => {});
    clearTimeout(late);
    this.giveUp();
  }

  /** From now on it can neither commit nor take anything; the group notices when its session is over. */
  giveUp(): void {
    this.client.wire.cut();
    this.forget();
    for (const timer of this.postponed.values()) clearTimeout(timer);
    this.postponed.clear();
    clearInterval(this.pulse);
    this.pulse = undefined;
    this.options.handlers.abortAll('This member of the group has been given up.');
  }

  private listen(): void {
    const { events, on } = this.consumer;
    const sign = () => void (this.lastSign = Date.now());
    for (const event of [events.FETCH, events.HEARTBEAT, events.CONNECT] as const) on(event, sign);
    // From here on the broker knows another generation, and kafkajs would commit under it whatever it is asked to (#1764).
    on(events.REQUEST, ({ payload }) => void (payload.apiName === 'JoinGroup' && this.forget()));
    on(events.GROUP_JOIN, ({ payload }) => {
      sign();
      this.forget();
      this.joined = true;
      for (const [topic, partitions] of Object.entries(payload.memberAssignment)) {
        for (const partition of partitions) {
          this.owned.set(nameOf({ topic, partition }), { topic, partition });
          this.progress.set(nameOf({ topic, partition }), Date.now());
        }
      }
    });
    // Also tells of batches with nothing but transaction markers, which are not given to anybody.
    on(events.END_BATCH_PROCESS, ({ payload }) => {
      sign();
      if (payload.batchSize === 0) this.passed(payload, payload.lastOffset);
    });
    on(events.CRASH, ({ payload }) => this.end.resolve(payload.error));
  }

  private forget(): void {
    this.assignment++;
    this.joined = false;
    this.owned.clear();
    this.positions.clear();
    this.progress.clear();
  }

  private async take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const mine = this.assignment;
    const isMine = () => mine === this.assignment && this.owned.has(nameOf(batch));
    if (!isMine()) return; // fetched under an assignment that is over
    this.beat = payload.heartbeat;
    this.pulse ??= setInterval(() => void this.keepAlive(), this.options.limits.heartbeatMs / 2);
    try {
      await this.options.handlers.run(batch, async (signal) => {
        for (const step of stepsOf(batch, this.options.limits.maxRecords)) {
          if (!isMine() || !payload.isRunning()) return;
          if (!(await this.give(step, batch, signal))) return;
          if (!isMine()) return;
          await this.commit(payload, step.lastOffset, isMine);
          if (!isMine()) return;
          payload.resolveOffset(step.lastOffset);
          this.passed(batch, step.lastOffset);
        }
      });
    } finally {
      this.lastSign = Date.now();
      if (this.options.handlers.count === 0) {
        clearInterval(this.pulse);
        this.pulse = undefined;
        for (const name of this.progress.keys()) this.progress.set(name, this.lastSign);
      }
    }
  }

  /** Whether the step was taken; if not, the partition rests for a while and gives the same records again. */
  private async give(step: Step, at: TopicPartition, signal: AbortSignal): Promise<boolean> {
    const { handle, onUndecodable, limits } = this.options;
    try {
      if ('withheld' in step) throw new Error(step.withheld);
      if ('undecodable' in step) await onUndecodable(step.undecodable);
      else await handle(step.records, AbortSignal.any([signal, AbortSignal.timeout(limits.handleMs)]));
      this.failures.delete(nameOf(at));
      return true;
    } catch (error) {
      if (!signal.aborted) this.postpone(at, error as Error);
      return false;
    }
  }

  private postpone({ topic, partition }: TopicPartition, error: Error): void {
    const name = nameOf({ topic, partition });
    const failures = (this.failures.get(name) ?? 0) + 1;
    this.failures.set(name, failures);
    const delay = backOffMs(failures, this.options.limits.retry);
    this.options.log.warn({ topic, partition, failures, delay, reason: error.message }, 'records postponed');
    this.consumer.pause([{ topic, partitions: [partition] }]);
    const resume = () => {
      this.postponed.delete(name);
      this.progress.set(name, Date.now());
      this.consumer.resume([{ topic, partitions: [partition] }]);
    };
    this.postponed.set(name, setTimeout(resume, delay));
  }

  /**
   * One request under the generation of this assignment: kafkajs's own retry would go on under the next one (#1046). What
   * the broker answers about the group is thrown, so that kafkajs joins again.
   */
  private async commit(payload: EachBatchPayload, lastOffset: string, isMine: () => boolean): Promise<void> {
    const { topic, partition } = payload.batch;
    const offset = String(BigInt(lastOffset) + 1n);
    for (let tries = 1; isMine(); tries++) {
      try {
        return await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset }] }] });
      } catch (error) {
        if (meansRejoin(error) || tries === COMMIT_TRIES) throw error;
        await pause(backOffMs(tries, COMMIT_BACK_OFF), undefined);
      }
    }
  }

  private async keepAlive(): Promise<void> {
    try {
      await this.beat?.();
    } catch (error) {
      // In a rebalance the batch is finished and committed first: the group waits for `rebalanceMs`.
      if (meansLost(error)) this.options.handlers.abortAll('The group has given the partitions away.');
    }
  }

  private passed(at: TopicPartition, lastOffset: string): void {
    this.positions.set(nameOf(at), BigInt(lastOffset) + 1n);
    this.progress.set(nameOf(at), Date.now());
  }
}
