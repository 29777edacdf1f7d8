import type { IntakeAnswer, IntakeResult } from '@tillwatch/api';
import type { ParsedEvent } from '@tillwatch/events';
import type { EventStore, StoredEvent, StreamResult } from '@tillwatch/event-store';
import { type Clock, CodedError, isCodedError, type Log, problem } from '@tillwatch/kernel';
import { type Candidate, candidateOf } from './candidate.js';
import type { Journals } from './journals.js';
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
  resolve(results: IntakeResult[]): void;
  reject(error: unknown): void;
}

/**
 * Takes batches of parsed events into the log. Requests that arrive while an append is under way are taken together in
 * the next one, so a light load has small batches and short waits, a heavy load large batches.
 */
export class Intake {
  private waiting: Job[] = [];
  private waitingEvents = 0;
  private running: Promise<void> | undefined;

  constructor(private readonly options: IntakeOptions) {}

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
      this.waiting.push({ tenant, candidates, resolve, reject });
      this.waitingEvents += candidates.length;
      this.running ??= this.run();
    });
  }

  private async run(): Promise<void> {
    await undefined; // let the requests of this tick join
    while (this.waiting.length > 0) await this.round(this.take());
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

  private async round(jobs: Job[]): Promise<void> {
    const candidates = jobs.flatMap((job) => job.candidates);
    try {
      const results = await this.settle(candidates, jobs[0]!.tenant);
      let next = 0;
      for (const job of jobs) job.resolve(results.slice(next, (next += job.candidates.length)));
    } catch (error) {
      // Unknown outcome: what did get in is recognised as a duplicate when the sender tries again.
      this.options.journals.forget(new Set(candidates.map((candidate) => candidate.terminalId)));
      this.options.log.error({ err: error, events: candidates.length }, 'append failed; senders are asked to retry');
      const answer = isCodedError(error) ? error : unavailable(error);
      for (const job of jobs) job.reject(answer);
    }
  }

  private async settle(candidates: readonly Candidate[], tenant: string): Promise<IntakeResult[]> {
    const { store, journals, clock } = this.options;
    const results = new Array<IntakeResult>(candidates.length);
    let pending = candidates.map((_, index) => index);
    for (let attempt = 0; pending.length > 0; attempt++) {
      if (attempt === maxAttempts) throw unavailable();
      const now = pending.map((index) => candidates[index]!);
      await journals.load(new Set(now.map((candidate) => candidate.terminalId)));
      const recordedtime = new Date(clock()).toISOString();
      const context: RoundContext = { tenant, recordedtime, journalOf: (id) => journals.get(id) };
      const held = await this.lookUp(wanted(now, context));
      const planned = plan(now, held, context);
      const appended = planned.appends.length > 0 ? await store.append(planned.appends) : [];
      const again: number[] = [];
      planned.outcomes.forEach((outcome, i) => {
        const result = resultOf(now[i]!, outcome, appended);
        if (result) results[pending[i]!] = result;
        else again.push(pending[i]!);
      });
      journals.forget(new Set(again.map((index) => candidates[index]!.terminalId)));
      pending = again;
    }
    return results;
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
