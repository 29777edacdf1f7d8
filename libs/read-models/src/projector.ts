import { setTimeout as pause } from 'node:timers/promises';
import { decodeEvent } from '@tillwatch/events';
import type { StoredEvent } from '@tillwatch/event-store';
import { isDatabaseError, Leadership, type Queryable } from '@tillwatch/postgres';
import { isAway } from './away.js';
import { CheckpointMovedError, moveCheckpoint, readCheckpoint, type Checkpoint } from './checkpoint.js';
import { AlertMovedError, appendAlerts, detect } from './detection-step.js';
import { announce } from './live-changes.js';
import { LogGrowth } from './log-growth.js';
import { projectAlone } from './poison.js';
import { Projections } from './projections.js';
import { NotCaughtUpError, type ProjectorOptions } from './projector-options.js';
import { oneBatch } from './rule-life.js';
import { keysToldOf, toldInLog, toldInRows, type ToldSource } from './told.js';

export const liveSchema = 'read_models';

/** Lock of whoever projects ("proj" in ASCII). */
const lockKey = 0x70726f6a;

const batchSize = 1_000;
/** So many missed events an append takes along, instead of leaving itself to be caught up with too. */
const maxTakenAlong = 2_000;
const triesBeforeBisecting = 3;
const retryMs = 200;
/** Near the log's end, time for an append to take the rest along in its own transaction. */
const handOverMs = 20;
const pollMs = 500;

/** What is in memory between two batches; it goes when a transaction fails. */
interface Session {
  checkpoint: Checkpoint;
  projections: Projections;
}

/**
 * Reads the log in order and writes every read model, what the rules found and its checkpoint in one transaction per
 * batch: inside the append's own transaction (`apply`) while it keeps up, by reading the log (`catchUp`) otherwise.
 */
export class Projector {
  private session: Session | undefined;
  private readonly leadership: Leadership;
  private readonly growth: LogGrowth;
  /** Batches taken in an append's own transaction. */
  private applied = 0;
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();
  private wake: () => void = () => {};
  /** More is missing than an append can take along: catching up has it. */
  private isFarBehind = false;
  /** A batch is under way, in an append's transaction or our own. */
  private busy = false;
  private size = batchSize;
  private failures = 0;

  constructor(private readonly options: ProjectorOptions) {
    const { database, log } = options;
    this.leadership = new Leadership(database, { key: lockKey, name: 'projector', log });
    this.growth = new LogGrowth(database, log, handOverMs);
  }

  /** Competes for the lead and follows the log while it has it. */
  start(): void {
    this.leadership.start(() => this.wake());
    let applied = this.applied;
    this.growth.start(() => {
      // Our own appends were projected with them, and took along what others appended before.
      if (applied === this.applied) this.wake();
      applied = this.applied;
    });
    this.loop = this.follow();
  }

  /** The batch under way is finished. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.loop;
    await Promise.all([this.growth.stop(), this.leadership.stop()]);
  }

  get isLeader(): boolean {
    return this.leadership.isHeld;
  }

  /** Whether `apply` is worth a try. What is appended without it is for whoever hears of it: us, or the one that leads. */
  get isReady(): boolean {
    return this.isLeader && !this.busy && !this.isFarBehind;
  }

  /**
   * The store's `alongside` hook. Throws `NotCaughtUpError` when it cannot, and whatever failed otherwise; either way the
   * events are for `catchUp`, which is woken.
   */
  async apply(tx: Queryable, stored: readonly StoredEvent[]): Promise<void> {
    try {
      if (!this.isLeader) throw new NotCaughtUpError('Another process projects.');
      await this.exclusively(() => this.applyNow(tx, stored));
      this.applied++;
    } catch (error) {
      setTimeout(() => this.wake(), handOverMs).unref();
      throw error;
    }
  }

  /** Projects what the log holds after the checkpoint, until nothing is left. */
  async catchUp(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const count = await this.nextBatch();
      this.isFarBehind = count >= this.size;
      if (count === 0) return;
      if (count < this.size) await pause(handOverMs);
    }
  }

  private async follow(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const woken = new Promise<void>((resolve) => (this.wake = resolve));
      try {
        if (this.isLeader && (await this.isBehind())) await this.catchUp();
      } catch (error) {
        this.options.log.warn({ error }, 'The projector could not go on; it will try again.');
      }
      await Promise.race([woken, pause(pollMs, undefined, { signal: this.stopping.signal }).catch(() => {})]);
    }
  }

  private async isBehind(): Promise<boolean> {
    const { position } = await readCheckpoint(this.options.database, false);
    return position < (await this.options.store.head());
  }

  private async applyNow(tx: Queryable, stored: readonly StoredEvent[]): Promise<void> {
    const missed = stored[0]!.position - 1 - (await this.resume(tx)).position;
    this.isFarBehind = missed > maxTakenAlong;
    if (missed < 0 || this.isFarBehind) throw new NotCaughtUpError(`${missed} events are missing.`);
    // Other appends went alone: their events are committed, and may be alerts.
    const before = missed > 0 ? await this.options.store.readAll(stored[0]!.position - 1 - missed, missed) : [];
    await this.forgetTold(tx, before);
    const events = [...before, ...stored];
    if (oneBatch(events).length < events.length) throw new NotCaughtUpError('A rule changed its stage among them.');
    await this.project(tx, events, (ids) => toldInRows(tx, ids));
  }

  /** Locks the checkpoint, always before any table; what is in memory goes when it is of another state of the rows. */
  private async resume(tx: Queryable): Promise<Checkpoint> {
    const checkpoint = await readCheckpoint(tx, true);
    const held = this.session?.checkpoint;
    if (held?.position === checkpoint.position && held.generation === checkpoint.generation) return checkpoint;
    this.forget();
    this.session = { checkpoint, projections: new Projections(this.options.readModels, liveSchema) };
    return checkpoint;
  }

  private async nextBatch(): Promise<number> {
    try {
      const count = await this.exclusively(() =>
        this.options.database.transaction((tx) => this.readAndProject(tx, (events) => this.projectRead(tx, events))),
      );
      this.failures = 0;
      this.size = Math.min(batchSize, this.size * 2);
      return count;
    } catch (error) {
      if (error instanceof NotCaughtUpError) return this.afterPause();
      return this.afterFailure(error);
    }
  }

  private async readAndProject(tx: Queryable, project: (events: StoredEvent[]) => Promise<void>): Promise<number> {
    const { position } = await this.resume(tx);
    const stored = oneBatch(await this.options.store.readAll(position, this.size));
    if (stored.length === 0) return 0;
    await project(stored);
    return stored.length;
  }

  private async projectRead(tx: Queryable, stored: readonly StoredEvent[]): Promise<void> {
    await this.forgetTold(tx, stored);
    await this.project(tx, stored, this.toldInLog);
  }

  /** Alerts among events read from the log may be another session's: what we hold of their keys is loaded again. */
  private async forgetTold(tx: Queryable, stored: readonly StoredEvent[]): Promise<void> {
    for (const key of await keysToldOf(tx, stored)) this.options.engine.forget(key);
  }

  private readonly toldInLog: ToldSource = (ids) => toldInLog(this.options.store, ids);

  private async project(tx: Queryable, stored: readonly StoredEvent[], toldNow: ToldSource): Promise<void> {
    const { checkpoint, projections } = this.session!;
    const { batch, changes, written } = await projections.take(tx, stored.map(decodeEvent));
    written.catch(() => {}); // heard below; the rules have their turn while the server writes
    if (batch.revisions.length > 0) await written; // the rules read the timeline as corrected
    const decisions = await detect(tx, this.options.engine, batch);
    if (decisions.length > 0) await written;
    let { position } = stored.at(-1)!;
    const alerts = await appendAlerts(tx, { decisions, position }, toldNow, this.options);
    if (alerts.length > 0 && follow(position, alerts)) {
      const taken = await projections.take(tx, alerts.map(decodeEvent));
      changes.push(...taken.changes);
      await taken.written;
      position = alerts.at(-1)!.position;
    }
    const moving = moveCheckpoint(tx, checkpoint, position);
    const [, moved] = await Promise.all([written, moving, announce(tx, position, changes)]);
    this.options.onBatch?.({ position, recordedAt: batch.events.at(-1)!.recordedAt, changes, alerts });
    this.session = { projections, checkpoint: moved };
  }

  private async exclusively<T>(work: () => Promise<T>): Promise<T> {
    if (this.busy) throw new NotCaughtUpError('A batch is under way.');
    this.busy = true;
    try {
      return await work();
    } catch (error) {
      this.forget();
      throw error;
    } finally {
      this.busy = false;
    }
  }

  private forget(): void {
    this.session = undefined;
    this.options.engine.forgetAll();
  }

  private async afterPause(): Promise<number> {
    await pause(handOverMs);
    return this.size;
  }

  /** Three tries, then ever smaller batches, until one event is alone: that one is parked where it fails. */
  private async afterFailure(error: unknown): Promise<number> {
    const isMoved = error instanceof CheckpointMovedError || error instanceof AlertMovedError;
    const isPoison = !isAway(error) && !isRolledBack(error) && !isMoved;
    if (isPoison) this.failures += 1;
    this.options.log.warn({ error, size: this.size, failures: this.failures }, 'A batch could not be projected.');
    if (isPoison && this.failures >= triesBeforeBisecting && this.size === 1) return this.parkOne();
    if (isPoison && this.failures >= triesBeforeBisecting) this.size >>= 1;
    else await pause(retryMs);
    return this.size;
  }

  private async parkOne(): Promise<number> {
    const { database, engine, log } = this.options;
    const count = await this.exclusively(() =>
      database.transaction((tx) =>
        this.readAndProject(tx, async ([event]) => {
          const { checkpoint, projections } = this.session!;
          await projectAlone(tx, event!, projections, {
            log,
            detect: async (batch) => {
              const decisions = await detect(tx, engine, batch);
              await appendAlerts(tx, { decisions, position: event!.position }, this.toldInLog, this.options);
            },
          });
          await moveCheckpoint(tx, checkpoint, event!.position);
        }),
      ),
    );
    this.forget();
    this.failures = 0;
    return count;
  }
}

/** Nobody else's events between them: elsewhere than in our own transaction there may be, and then they come by the log. */
function follow(position: number, alerts: readonly StoredEvent[]): boolean {
  return alerts.every((alert, index) => alert.position === position + 1 + index);
}

function isRolledBack(error: unknown): boolean {
  return isDatabaseError(error) && error.outcome !== 'deterministic';
}

export function createProjector(options: ProjectorOptions): Projector {
  return new Projector(options);
}
