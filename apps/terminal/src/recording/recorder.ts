import { Alarm } from '../agent/alarm.js';
import type { Environment } from '../agent/environment.js';
import { TerminalError } from '../agent/terminal-error.js';
import type { TerminalKey } from '../enrolment/terminal-key.js';
import type { Happening, JournalEntry, JournalOwner } from '../journal/journal.js';
import { isNoRoom } from '../outbox/durable-files.js';
import { longestPayload } from '../outbox/frame.js';
import type { Outbox } from '../outbox/outbox.js';
import { beginEpoch, type EpochStart } from './begin-epoch.js';
import { Chain, eventsPerSeal, type Stamp } from './chain.js';
import type { Losses } from './losses.js';

/** `strict`: what cannot be recorded must not happen. `best-effort`: it may, and the loss is counted and told. */
export type Policy = 'strict' | 'best-effort';

/**
 * Whose event it is. `told`: the embedder's, to which the policy applies. `own`: the agent's, that can be left out.
 * `urgent`: the agent's, that may use the reserve.
 */
export type Origin = 'told' | 'own' | 'urgent';

export type Recorded = { status: 'recorded'; id: string; epoch: number; sequence: number } | { status: 'lost' };

export interface RecorderOptions {
  outbox: Outbox;
  losses: Losses;
  owner: JournalOwner;
  policy: Policy;
  environment: Environment;
  timeText: (at: number) => string;
  key: TerminalKey | undefined;
  sealAfterMs: number;
  onRecorded: () => void;
}

interface Pending {
  happening: Happening;
  id: string;
  origin: Origin;
  resolve: (recorded: Recorded) => void;
  reject: (error: unknown) => void;
}

interface Written {
  pending: Pending;
  entry: JournalEntry;
}

/** Events written with one sync, at most. */
const eventsPerGroup = 256;
/** How long a loss waits for room before it is told with the reserve. */
const lossWaitsMs = 60_000;
/** Room for a login and what it entails; with less the journal counts as full. */
const marginBytes = 8 * 1024;

/**
 * Writes events down: gives each its place at the moment it goes to disk, and tells the caller when it is there. Those that
 * come while a write is under way go together with the next.
 */
export class Recorder {
  /** Nothing the embedder tells would be taken now. */
  full = false;
  private key: TerminalKey | undefined;
  private epoch: number;
  private unsealed: number;
  private readonly queue: Pending[] = [];
  private readonly jobs: (() => Promise<void>)[] = [];
  private due: { seal?: boolean; report?: 'with room' | 'urgent'; look?: boolean } = {};
  private running: Promise<void> | undefined;
  private closed = false;
  private readonly sealAlarm: Alarm;
  private readonly reportAlarm: Alarm;

  constructor(private readonly options: RecorderOptions) {
    const { outbox, losses, environment, sealAfterMs, key } = options;
    this.key = key;
    this.epoch = Math.max(outbox.scanned.opening?.epoch ?? 0, outbox.head?.epoch ?? 0);
    this.unsealed = !outbox.head || outbox.head.name === 'ChainSealed' ? 0 : 1;
    this.sealAlarm = new Alarm(environment, sealAfterMs, () => this.run({ seal: true }));
    this.reportAlarm = new Alarm(environment, lossWaitsMs, () => this.run({ report: 'urgent' }));
    this.run({ look: true, ...(losses.pending && { report: 'with room' }) });
  }

  get keyId(): string | undefined {
    return this.key?.keyId;
  }

  useKey(key: TerminalKey): void {
    this.key = key;
    this.awaitSeal();
  }

  /** Time and id are taken now, the place when it is written. Resolves when it is on disk. */
  record(what: Omit<Happening, 'time'>, origin: Origin, givenId?: string): Promise<Recorded> {
    if (this.closed) return Promise.reject(new TerminalError('terminal-closed'));
    const { id, time } = this.stamp(givenId);
    return new Promise((resolve, reject) => {
      this.queue.push({ happening: { ...what, time }, id, origin, resolve, reject });
      this.run();
    });
  }

  /** Between two groups. All of it counts or, when it rejects, nothing. */
  beginEpoch(start: EpochStart): Promise<void> {
    return new Promise((resolve, reject) => {
      this.jobs.push(() => this.openEpoch(start).then(resolve, reject));
      this.run();
    });
  }

  /** Events were delivered: there may be room again. */
  roomMade(): void {
    if (this.full || this.options.losses.pending) this.run({ look: true, report: this.due.report ?? 'with room' });
  }

  /** Resolves when everything recorded so far was settled. */
  async settled(): Promise<void> {
    while (this.running) await this.running;
  }

  /** Takes no more; what it has is written, told of and sealed. */
  async close(): Promise<void> {
    this.closed = true;
    this.run({ seal: true, report: 'urgent' });
    await this.settled();
    this.sealAlarm.stop();
    this.reportAlarm.stop();
  }

  private run(due: typeof this.due = {}): void {
    Object.assign(this.due, due);
    if (this.running || !this.hasWork()) return;
    this.running = this.work().finally(() => {
      this.running = undefined;
      this.run();
    });
  }

  private hasWork(): boolean {
    const { seal, report, look } = this.due;
    return this.jobs.length > 0 || this.queue.length > 0 || !!seal || !!report || !!look;
  }

  private async work(): Promise<void> {
    await Promise.resolve(); // what is recorded in one go is written in one go
    while (this.hasWork()) {
      await this.jobs.shift()?.();
      if (this.due.report) await this.report();
      if (this.queue.length > 0) await this.commit(this.queue.splice(0, eventsPerGroup));
      if (this.due.seal) await this.seal();
      this.due.look = false;
      this.full = !(await this.options.outbox.fits(marginBytes, false).catch(() => false));
    }
  }

  private async commit(group: readonly Pending[]): Promise<void> {
    const chain = this.chain();
    const written: Written[] = [];
    for (const pending of group) {
      try {
        const entry = chain.addWithin(pending.happening, pending.id, longestPayload);
        if (entry) written.push({ pending, entry });
        else pending.reject(new TerminalError('event-too-large'));
      } catch (cause) {
        pending.reject(new TerminalError('happening-invalid', undefined, { cause }));
      }
      if (this.key && chain.unsealed >= eventsPerSeal) chain.seal(this.key, this.stamp());
    }
    const failure = await this.append(
      chain,
      group.every(({ origin }) => origin === 'urgent'),
    );
    if (failure?.code === 'outbox-full' && written.length > 1) {
      for (const { pending } of written) await this.commit([pending]);
    } else if (failure) await this.refuse(written, failure);
    else for (const { pending, entry } of written) pending.resolve(recordedAs(entry));
  }

  /** Undefined when it is on disk. */
  private async append(chain: Chain, urgent: boolean): Promise<TerminalError | undefined> {
    const { outbox, onRecorded } = this.options;
    if (chain.entries.length === 0) return undefined;
    try {
      if (!(await outbox.fits(chain.bytes, urgent))) return new TerminalError('outbox-full');
      while (!(await this.written(chain, urgent)));
    } catch (cause) {
      return new TerminalError(isNoRoom(cause) ? 'outbox-full' : 'outbox-unwritable', undefined, { cause });
    }
    this.unsealed = chain.unsealed;
    this.awaitSeal();
    onRecorded();
    return undefined;
  }

  /** False: there was no room, but now there may be. */
  private async written({ entries }: Chain, urgent: boolean): Promise<boolean> {
    const { outbox } = this.options;
    try {
      await outbox.append(entries);
      return true;
    } catch (error) {
      if (!isNoRoom(error) || !(await outbox.makeRoom(urgent))) throw error;
      return false;
    }
  }

  private async refuse(refused: readonly Written[], failure: TerminalError): Promise<void> {
    const { losses, policy } = this.options;
    const isLost = ({ pending }: Written): boolean => policy === 'best-effort' && pending.origin === 'told';
    const times = refused.filter(isLost).map(({ pending }) => pending.happening.time);
    if (times.length > 0) {
      await losses.add(this.stamp().id, times);
      this.reportAlarm.start();
    }
    for (const one of refused) {
      if (isLost(one)) one.pending.resolve({ status: 'lost' });
      else one.pending.reject(failure);
    }
  }

  private async report(): Promise<void> {
    const urgent = this.due.report === 'urgent';
    delete this.due.report;
    const { losses, policy } = this.options;
    if (!losses.pending) return;
    const { id, lost, since, until } = losses.pending;
    const chain = this.chain();
    chain.add({ name: 'EventsLost', time: this.stamp().time, data: { lost, since, until, policy } }, id);
    if (!(await this.append(chain, urgent))) return losses.clear();
    if (!this.closed) this.reportAlarm.start();
  }

  private async seal(): Promise<void> {
    this.due.seal = false;
    if (!this.key || this.unsealed === 0) return;
    const chain = this.chain();
    chain.seal(this.key, this.stamp());
    if (await this.append(chain, true)) this.awaitSeal();
  }

  private async openEpoch(start: EpochStart): Promise<void> {
    const { outbox, owner, environment, onRecorded } = this.options;
    const { above = 0, planned = Math.max(this.epoch + 1, above + 1, Math.floor(environment.clock() / 1_000)) } = start;
    const tools = { outbox, owner, key: this.key, stamp: () => this.stamp() };
    this.unsealed = await beginEpoch(planned, start, tools);
    this.epoch = planned;
    this.awaitSeal();
    onRecorded();
  }

  private chain(): Chain {
    const { outbox, owner } = this.options;
    const head = outbox.head?.epoch === this.epoch ? outbox.head : undefined;
    return new Chain(owner, this.epoch, head, this.unsealed);
  }

  private stamp(id = this.options.environment.newId()): Stamp {
    const { environment, timeText } = this.options;
    return { id, time: timeText(environment.clock()) };
  }

  private awaitSeal(): void {
    if (this.unsealed === 0) this.sealAlarm.stop();
    else if (this.key && !this.closed) this.sealAlarm.start();
  }
}

function recordedAs({ event: { id, epoch, sequence } }: JournalEntry): Recorded {
  return { status: 'recorded', id, epoch, sequence: Number(sequence) };
}
