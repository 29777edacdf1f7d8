import { CodedError, problem } from '@tillwatch/kernel';
import type { ServiceError } from '@grpc/grpc-js';

/** Of gRPC: what may be different a moment later, or on another node. */
const PASSING = { cancelled: 1, unknown: 2, deadlineExceeded: 4, aborted: 10, internal: 13, unavailable: 14 };
const passingCodes: ReadonlySet<number> = new Set(Object.values(PASSING));
/** A deadline of ours has used up its time already. */
const retriedCodes: ReadonlySet<number> = new Set(
  [...passingCodes].filter((code) => code !== PASSING.deadlineExceeded),
);

const RETRY_AFTER_S = 1;

/** What the server says went wrong, in the trailers of a failed call. */
export function exceptionOf(error: unknown): string | undefined {
  return (error as Partial<ServiceError>).metadata?.get('exception')[0]?.toString();
}

const codeOf = (error: unknown): number => Number((error as Partial<ServiceError>).code ?? PASSING.unavailable);

/** Worth trying again at once: the client has reconnected, to the leader if that is elsewhere. */
export function isWorthRetrying(error: unknown): boolean {
  return exceptionOf(error) === 'not-leader' || (exceptionOf(error) === undefined && retriedCodes.has(codeOf(error)));
}

/** What callers are told: `unavailable` where it is that, the error itself otherwise. */
export function readFailure(error: unknown): unknown {
  const isPassing = exceptionOf(error) === 'not-leader' || passingCodes.has(codeOf(error));
  return isPassing ? new CodedError(problem('unavailable'), { cause: error, retryAfter: RETRY_AFTER_S }) : error;
}
