import { CodedError, problem } from '@tillwatch/kernel';
import { isDatabaseError } from '@tillwatch/postgres';
import {
  groupOf,
  settleRound,
  takeRound,
  type Placement,
  type StreamGroup,
  type WaitingAppend,
} from './append-round.js';
import { checkAppend, checkEventCount, MAX_EVENTS_PER_APPEND } from './check-append.js';
import type { StreamAppend, StreamResult } from './event-store.js';

/** One transaction: larger ones gain nothing and make the next caller wait. */
const ROUND_LIMITS = { maxEvents: MAX_EVENTS_PER_APPEND, maxLength: 8 * 1024 * 1024 };
const MAX_WAITING_EVENTS = 20_000;
/** Characters; bounds the memory when events are large (65,535 bytes each at most). */
const MAX_WAITING_LENGTH = 256 * 1024 * 1024;
const RETRY_AFTER_S = 1;
/** A round of this size pays for its transaction. */
const ENOUGH_EVENTS = 500;

/**
 * Puts everything that waits into one transaction, and has one transaction at a time: the log has one head, so a second
 * connection would only wait for its lock. There is no timer: under light load rounds are small and answers quick.
 */
export class AppendQueue {
  private waiting: WaitingAppend[] = [];
  /** Waiting or in flight. */
  private events = 0;
  private length = 0;
  private running = false;

  /** `store` appends the groups in one transaction, or throws. */
  constructor(private readonly store: (groups: StreamGroup[]) => Promise<Placement>) {}

  /** Throws `CodedError` `unavailable` (retry after a second) when too much waits already: nothing of it is stored. */
  async append(appends: readonly StreamAppend[]): Promise<StreamResult[]> {
    const events = checkEventCount(appends);
    const lengths = appends.map(checkAppend);
    const length = lengths.reduce((sum, one) => sum + one, 0);
    if (this.events > 0 && (this.events + events > MAX_WAITING_EVENTS || this.length + length > MAX_WAITING_LENGTH)) {
      throw new CodedError(problem('unavailable'), { retryAfter: RETRY_AFTER_S });
    }
    this.events += events;
    this.length += length;
    const results = appends.map((append, i) => this.enqueue(append, lengths[i]!));
    if (!this.running) void this.run();
    // All, also when one fails: the caller is answered when nothing of it is under way any more.
    await Promise.allSettled(results);
    this.events -= events;
    this.length -= length;
    return Promise.all(results);
  }

  private enqueue(append: StreamAppend, length: number): Promise<StreamResult> {
    return new Promise((settle, fail) => this.waiting.push({ append, length, settle, fail }));
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) {
      // What arrives together goes together: everybody who is about to append does before this resumes. Enough of it has
      // no need to wait for more.
      if (!this.isWorthARound()) await othersHaveRun();
      const { groups, left } = takeRound(this.waiting, ROUND_LIMITS);
      this.waiting = left;
      this.waiting.unshift(...(await this.runRound(groups)));
    }
    this.running = false;
  }

  private isWorthARound(): boolean {
    let events = 0;
    return this.waiting.some(({ append }) => (events += append.events.length) >= ENOUGH_EVENTS);
  }

  /** Returns what has to be tried again. Never throws. */
  private async runRound(groups: StreamGroup[]): Promise<WaitingAppend[]> {
    const members = groups.flatMap((group) => group.members);
    try {
      return settleRound(groups, await this.store(groups));
    } catch (error) {
      if (members.length > 1 && isFaultOfOneEvent(error)) return this.runAlone(members);
      for (const member of members) member.fail(error);
      return [];
    }
  }

  /** One caller's bad event must not cost the others theirs. */
  private async runAlone(members: WaitingAppend[]): Promise<WaitingAppend[]> {
    for (const member of members) await this.runRound([groupOf(member)]);
    return [];
  }
}

/** After every callback and promise that is ready now, without a turn of the event loop. */
function othersHaveRun(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

/** SQLSTATE classes 22 (a value that cannot be stored) and 23 (an identity that is there already). */
function isFaultOfOneEvent(error: unknown): boolean {
  return isDatabaseError(error) && error.outcome === 'deterministic' && /^2[23]/.test(error.code);
}
