import { setImmediate as nextTurn } from 'node:timers/promises';
import type { IntakeAnswer, IntakeResult } from '@tillwatch/api';
import type { ParsedEvent } from '@tillwatch/events';
import type { EventStore, StoredEvent, StreamResult } from '@tillwatch/event-store';
import { type Clock, CodedError, isCodedError, type Log, problem } from '@tillwatch/kernel';
import { type Candidate, candidateOf } from './candidate.js';
import type { Journals } from './journals.js';
import { Keyrings } from './keyrings.js';
import { type Held, type Outcome, plan, type RoundContext, wanted } from './plan.js';

/** Events that may wait for the store; past it a request is answered 503 with Retry-After and its sender keeps them. */
export const maxWaitingEvents = 20_000;
/** Events planned and appended together. */
const roundEvents = 4_000;
/** Another instance may append to the same terminals: so often is a stream read again before giving up. */
const maxAttempts = 5;
const retryAfterSeconds = 1;

export interface IntakeOptions {
  store: EventStore;
  journals: Journals;
  clock: Clock;
  log: Log;
  /** Key for hashing what was typed as an operator id that nobody has. */
  operatorKey: string;
}

interface Job {
  tenant: string;
  candidates: Candidate[];
  /** How often it was planned before. */
  attempt: number;
  resolve(results: IntakeResult[]): void;
  reject(error: unknown): void;
}

/** A planned round whose append is under way. */
interface Round {
  jobs: readonly Job[];
  candidates: readonly Candidate[];
  outcomes: readonly Outcome[];
  appended: Promise<StreamResult[]>;
}

/**
 * Takes batches of parsed events into the log. Requests that arrive while an append is under way are taken together in
 * the next one, so a light load has small batches and short waits, a heavy load large batches. While the database works on
 * one round the next is planned, on journals that take the first for stored; where it was not, the next is planned again.
 */
export class Intake {
  private waiting: Job[] = [];
  private waitingEvents = 0;
  private running: Promise<void> | undefined;
  private arrived: () => void = () => {};
  private readonly keyrings: Keyrings;

  constructor(private readonly options: IntakeOptions) {
    this.keyrings = new Keyrings(options.store);
  }

  /** Resolves once every acceptable event is durable. Rejects with a `CodedError` (`unavailable`) when none is. */
  async submit(events: readonly ParsedEvent[], tenant: string): Promise<IntakeAnswer> {
    const { operatorKey, clock } = this.options;
    const now = clock();
    const candidates: Candidate[] = [];
    for (const parsed of events) if (parsed.ok) candidates.push(candidateOf(parsed, operatorKey, now));
    const settled = candidates.length > 0 ? await this.enqueue(candidates, tenant) : [];
    let next = 0;
    return summary(
      events.map((parsed) =>
        parsed.ok ? settled[next++]! : { id: parsed.id, status: 'rejected', error: parsed.problem },
      ),
    );
  }

  /** Resolves when nothing is waiting or under way any more. */
  async drain(): Promise<void> {
    while (this.running) await this.running;
  }

  private enqueue(candidates: Candidate[], tenant: string): Promise<IntakeResult[]> {
    if (this.waitingEvents + candidates.length > maxWaitingEvents) throw unavailable();
    return new Promise((resolve, reject) => {
      this.waiting.push({ tenant, candidates, attempt: 1, resolve, reject });
      this.waitingEvents += candidates.length;
      this.arrived();
      this.running ??= this.run();
    });
  }

  private async run(): Promise<void> {
    await undefined; // let the requests of this tick join
    let previous: Promise<void> | undefined;
    while (previous || this.waiting.length > 0) {
      if (this.waiting.length === 0) {
        const arrival = new Promise<void>((resolve) => (this.arrived = resolve));
        const isDone = await Promise.race([arrival.then(() => false), previous!.then(() => true)]);
        if (isDone && this.waiting.length === 0) break;
        continue;
      }
      const planned = await this.begin(this.take(), previous);
      await previous; // two rounds at most: one in the database, one planned behind it
      previous = planned && this.conclude(planned);
    }
    this.running = undefined;
  }

  /** The oldest waiting jobs of one tenant, up to a round's worth. */
  private take(): Job[] {
    const { tenant } = this.waiting[0]!;
    let events = 0;
    let count = 0;
    for (const job of this.waiting) {
      if (job.tenant !== tenant || (count > 0 && events + job.candidates.length > roundEvents)) break;
      events += job.candidates.length;
      count++;
    }
    this.waitingEvents -= events;
    return this.waiting.splice(0, count);
  }

  /** Plans a round and starts its append; `undefined` when that failed and its jobs are answered. */
  private async begin(jobs: readonly Job[], previous: Promise<void> | undefined): Promise<Round | undefined> {
    const { store, journals, clock } = this.options;
    const candidates = jobs.flatMap((job) => job.candidates);
    const terminals = new Set(candidates.map((candidate) => candidate.terminalId));
    try {
      await journals.load(terminals);
      const context: RoundContext = {
        tenant: jobs[0]!.tenant,
        recordedtime: new Date(clock()).toISOString(),
        journalOf: (id) => journals.get(id),
        keyringOf: (id) => this.keyrings.get(id),
      };
      const lookups = wanted(candidates, context);
      if (lookups.size > 0) await previous; // what is looked up may be what that round stores
      const held = await this.lookUp(lookups);
      const sealing = sealingIn(candidates);
      if (sealing.size > 0) await this.keyrings.load(sealing); // as late as may be: what is revoked by now counts
      await journals.load(terminals); // forgotten meanwhile, if that round failed
      const { appends, outcomes } = plan(candidates, held, context);
      const appended = appends.length > 0 ? store.append(appends) : Promise.resolve([]);
      appended.catch(() => {}); // heard by `conclude`, which may start later
      return { jobs, candidates, outcomes, appended };
    } catch (error) {
      this.fail(jobs, candidates, error);
      return undefined;
    }
  }

  private async conclude({ jobs, candidates, outcomes, appended }: Round): Promise<void> {
    try {
      const stored = await appended;
      await nextTurn(); // the round planned behind it goes out before answers are written
      const results = outcomes.map((outcome, index) => resultOf(candidates[index]!, outcome, stored));
      const overtaken = candidates.filter((_, index) => !results[index]);
      this.options.journals.forget(new Set(overtaken.map((candidate) => candidate.terminalId)));
      let next = 0;
      for (const job of jobs) this.answer(job, results.slice(next, (next += job.candidates.length)));
    } catch (error) {
      this.fail(jobs, candidates, error);
    }
  }

  /** Answers a job, once those of its events that must be planned again have been. */
  private answer(job: Job, results: (IntakeResult | undefined)[]): void {
    const again = job.candidates.filter((_, index) => !results[index]);
    if (again.length === 0) return job.resolve(results as IntakeResult[]);
    if (job.attempt === maxAttempts) return job.reject(unavailable());
    const resolve = (more: IntakeResult[]): void => {
      let next = 0;
      job.resolve(results.map((result) => result ?? more[next++]!));
    };
    this.waiting.unshift({ ...job, candidates: again, attempt: job.attempt + 1, resolve });
    this.waitingEvents += again.length;
  }

  /** Unknown outcome: what did get in is recognised as a duplicate when the sender tries again. */
  private fail(jobs: readonly Job[], candidates: readonly Candidate[], error: unknown): void {
    this.options.journals.forget(new Set(candidates.map((candidate) => candidate.terminalId)));
    this.options.log.error({ err: error, events: candidates.length }, 'append failed; senders are asked to retry');
    const answer = isCodedError(error) ? error : unavailable(error);
    for (const job of jobs) job.reject(answer);
  }

  private async lookUp(lookups: ReadonlyMap<string, string[]>): Promise<Held> {
    const held = new Map<string, Map<string, StoredEvent>>();
    for (const [stream, identities] of lookups) {
      const found = await this.options.store.find(stream, identities);
      held.set(stream, new Map(found.map((event) => [event.identity, event])));
    }
    return held;
  }
}

function sealingIn(candidates: readonly Candidate[]): ReadonlySet<string> {
  const terminals = new Set<string>();
  for (const { seal, terminalId } of candidates) if (seal) terminals.add(terminalId);
  return terminals;
}

/** `undefined`: to be planned again, because it was deferred or somebody else appended to the stream first. */
function resultOf(candidate: Candidate, outcome: Outcome, appended: readonly StreamResult[]): IntakeResult | undefined {
  const { id } = candidate.event;
  if (outcome.status === 'deferred') return undefined;
  if ('position' in outcome) return { id, status: outcome.status, position: outcome.position };
  const result = appended[outcome.append]!;
  return result.ok ? { id, status: outcome.status, position: result.positions[outcome.event]! } : undefined;
}

function summary(results: IntakeResult[]): IntakeAnswer {
  const count = (status: IntakeResult['status']): number => results.filter((result) => result.status === status).length;
  return {
    accepted: count('stored'),
    duplicates: count('duplicate'),
    conflicts: count('conflict'),
    rejected: count('rejected'),
    results,
  };
}

function unavailable(cause?: unknown): CodedError {
  return new CodedError(problem('unavailable'), { cause, retryAfter: retryAfterSeconds });
}
