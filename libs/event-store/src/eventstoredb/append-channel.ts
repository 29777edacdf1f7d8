import { randomUUID } from 'node:crypto';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { StreamAppend } from '../event-store.js';
import { type BatchAppendCall, type Connection, StreamDeletedError } from './connection.js';
import type { Requests } from './requests.js';

/** `revision` is the stream's last after it; -1 for a stream that has none. */
export type AppendAnswer = { ok: true; revision: number } | { ok: false; actualRevision: number };

/** Nobody knows whether it was stored. */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError';
}

/** The server takes no such append, however often it is tried. */
export class AppendRefusedError extends Error {
  override readonly name = 'AppendRefusedError';
}

interface Waiting {
  stream: string;
  settle(answer: AppendAnswer): void;
  fail(error: Error): void;
}

/** One call, and what waits for an answer in it. */
interface OpenCall {
  call: BatchAppendCall;
  waiting: Map<string, Waiting>;
  /** Why it ended, once it has. */
  readonly failure: Error | undefined;
}

/**
 * Appends to many streams over one call. The server takes them in the order in which they are sent, so events of one
 * round stand in the log as the caller gave them. At most `maxInFlight` wait for their answers.
 */
export class AppendChannel {
  private current: Promise<OpenCall> | undefined;
  private inFlight = 0;
  private readonly queue: (() => void)[] = [];

  constructor(
    private readonly connection: Connection,
    private readonly requests: Requests,
    private readonly maxInFlight: number,
  ) {}

  /**
   * Throws `OutcomeUnknownError` when the call fails or the deadline passes, `StreamDeletedError`, or
   * `AppendRefusedError`.
   */
  async append(append: StreamAppend, deadlineMs: number): Promise<AppendAnswer> {
    if (this.inFlight >= this.maxInFlight) await new Promise<void>((resolve) => this.queue.push(resolve));
    else this.inFlight++;
    try {
      return await this.send(append, deadlineMs);
    } finally {
      const next = this.queue.shift();
      if (next) next();
      else this.inFlight--;
    }
  }

  private async send(append: StreamAppend, deadlineMs: number): Promise<AppendAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<AppendAnswer>();
    const opening = (this.current ??= this.open());
    let opened: OpenCall | undefined;
    let isOver = false;
    // It covers connecting too. A call that leaves one append without an answer is not trusted with the others.
    const timer = setTimeout(() => {
      reject(new OutcomeUnknownError('EventStoreDB did not answer in time.'));
      this.forget(opening);
      opened?.call.cancel();
    }, deadlineMs);
    opening.then(
      (open) => {
        if (isOver) return open.call.cancel(); // it connected too late, and for nobody
        if (open.failure) return reject(open.failure);
        opened = open;
        const correlationId = randomUUID();
        open.waiting.set(correlationId, { stream: append.stream, settle: resolve, fail: reject });
        open.call.write(this.requests.append(correlationId, append));
      },
      (error: unknown) => {
        this.forget(opening);
        reject(callFailure(error));
      },
    );
    return promise.finally(() => {
      isOver = true;
      clearTimeout(timer);
    });
  }

  private open(): Promise<OpenCall> {
    const waiting = new Map<string, Waiting>();
    let failure: Error | undefined;
    const end = (error?: Error): void => {
      failure ??= callFailure(error);
      this.forget(opening);
      for (const { fail } of waiting.values()) fail(failure);
      waiting.clear();
    };
    const answer = (response: BatchAppendResp): void => {
      const id = response.getCorrelationId()?.getString() ?? '';
      const asked = waiting.get(id);
      waiting.delete(id);
      if (asked) this.settle(response, asked);
    };
    const opening: Promise<OpenCall> = this.connection.batchAppend(answer, end).then((call) => ({
      call,
      waiting,
      get failure() {
        return failure;
      },
    }));
    return opening;
  }

  /** The next append opens another call. */
  private forget(opening: Promise<OpenCall>): void {
    if (this.current === opening) this.current = undefined;
  }

  private settle(response: BatchAppendResp, { stream, settle, fail }: Waiting): void {
    const success = response.getSuccess();
    if (success) return settle({ ok: true, revision: Number(success.getCurrentRevision()) });
    const details = response.getError()?.getDetails();
    const message = response.getError()?.getMessage() ?? '';
    switch (details?.getTypeName()) {
      case 'event_store.client.WrongExpectedVersion': {
        const { WrongExpectedVersion } = this.connection.driver.shared;
        const wrong = WrongExpectedVersion.deserializeBinary(details.getValue_asU8());
        const actualRevision = wrong.hasCurrentStreamRevision() ? Number(wrong.getCurrentStreamRevision()) : -1;
        return settle({ ok: false, actualRevision });
      }
      case 'event_store.client.StreamDeleted':
        return fail(new StreamDeletedError(stream));
      case 'event_store.client.AccessDenied':
      case 'event_store.client.MaximumAppendSizeExceeded':
      case 'event_store.client.BadRequest':
        return fail(new AppendRefusedError(`EventStoreDB refused the append: ${message}.`));
      default:
        return fail(new OutcomeUnknownError(`EventStoreDB could not say whether it stored the append: ${message}.`));
    }
  }
}

/** Of gRPC: invalid argument, permission denied, unimplemented (older than 21.10), unauthenticated. */
const REFUSED_CODES = [3, 7, 12, 16];

function callFailure(error: unknown): Error {
  const { code, details } = (error ?? {}) as { code?: number; details?: string };
  if (code !== undefined && REFUSED_CODES.includes(code)) {
    return new AppendRefusedError(`EventStoreDB takes no appends from us: ${details ?? code}.`);
  }
  return new OutcomeUnknownError('The connection to EventStoreDB was lost.', { cause: error });
}
