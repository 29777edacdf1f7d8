import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { BacktestLine } from '@tillwatch/api';
import { refuseFile, type SigmaProblem } from '@tillwatch/detection';
import { CodedError, problem, type Problem } from '@tillwatch/kernel';
import type { BacktestRequest } from '@tillwatch/read-models';

/** What the thread is told: a rule as a text, and the past to try it on. */
export interface Trial extends Omit<BacktestRequest, 'rule'> {
  sigma: string;
  databaseUrl: string;
}

/** What the thread says: once at its start `ready` or why not, then one answer each time it is asked. */
export type TrialAnswer =
  | { ready: true }
  | { refused: readonly SigmaProblem[] }
  | { line: BacktestLine }
  | { over: true }
  | { failed: Problem };

export interface StartedTrial {
  lines: AsyncIterable<BacktestLine>;
  /** Stops it, wherever it is. */
  end(): void;
}

/** Also of the tests, which have no compiled program beside this one: they run on what is built. */
const program = new URL('../../dist/backtest/trial-thread.js', import.meta.url);

/** Of a thread; how long it may take for what. */
export interface TrialLimits {
  /** To start and to read the rule. One of 64 KiB that is no attack is read within a second. */
  readMs: number;
  /** To find the next line: at most a page of 1,000 events. */
  lineMs: number;
  heapMb: number;
}

const usual: TrialLimits = { readMs: 20_000, lineMs: 30_000, heapMb: 256 };
/** Faults that are told. */
const maxFaults = 20;

/** As problems name the text. */
export const triedFile = 'rule.yml';

/**
 * Tries a rule that comes from outside on the past, in a thread: whatever the rule does to it, the service goes on. Throws
 * `rule-invalid` when the rule cannot be run; so do the lines when it takes too long or too much. Call `end` when nobody
 * wants more.
 */
export async function startTrial(trial: Trial, { readMs, lineMs, heapMb } = usual): Promise<StartedTrial> {
  const worker = new Worker(program, { workerData: trial, resourceLimits: { maxOldGenerationSizeMb: heapMb } });
  const end = (): void => void worker.terminate();
  const ended = once(worker, 'exit').then(
    () => Promise.reject(tooCostly()),
    (error: unknown) => Promise.reject(causeOf(error)),
  );
  ended.catch(end);
  worker.on('error', end); // told by `ended`, to whoever waits
  const next = async (withinMs: number): Promise<TrialAnswer> => {
    const told = once(worker, 'message', { signal: AbortSignal.timeout(withinMs) }).catch((error: unknown) =>
      Promise.reject(causeOf(error)),
    );
    const [answer] = (await Promise.race([told, ended])) as [TrialAnswer];
    return answer;
  };
  try {
    const first = await next(readMs);
    if ('refused' in first) throw invalid(first.refused);
    return { lines: linesOf(worker, () => next(lineMs)), end };
  } catch (error) {
    end();
    throw error;
  }
}

async function* linesOf(worker: Worker, next: () => Promise<TrialAnswer>): AsyncIterable<BacktestLine> {
  try {
    for (;;) {
      worker.postMessage('next');
      const answer = await next();
      if ('failed' in answer) throw new CodedError(answer.failed);
      if (!('line' in answer)) return;
      yield answer.line;
    }
  } finally {
    await worker.terminate();
  }
}

/** What ended the wait: the time, the memory, or a fault of ours. */
function causeOf(error: unknown): unknown {
  const { name, code } = error as { name?: string; code?: string };
  return name === 'AbortError' || code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooCostly() : error;
}

function tooCostly(): CodedError {
  return invalid([refuseFile(triedFile, 'live-too-costly')]);
}

function invalid(problems: readonly SigmaProblem[]): CodedError {
  const faults = problems.slice(0, maxFaults).map(({ line, code, message }) => ({ line, code, reason: message }));
  return new CodedError({ ...problem('rule-invalid', '/sigma'), faults });
}
