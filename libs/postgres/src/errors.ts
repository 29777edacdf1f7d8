/**
 * What a failed call left behind (only what surely rolled back may be retried blindly):
 * - `rolled-back`: nothing was stored, and the same call may succeed later
 * - `deterministic`: nothing was stored, and the same call will fail again
 * - `unknown`: the connection was lost while something may have been committing; read before writing again
 */
export type Outcome = 'rolled-back' | 'deterministic' | 'unknown';

/** Our own failures on the way to the server, by the SQLSTATE the standard has for them. */
export const CANNOT_CONNECT = '08001';
export const CONNECTION_LOST = '08006';
const CANNOT_ENCODE = '22000';

/** Any failure of the database. The message is the server's; its detail, which may quote stored values, is left out. */
export class DatabaseError extends Error {
  /** SQLSTATE, five characters. */
  readonly code: string;
  readonly outcome: Outcome;
  readonly constraint?: string;

  constructor(message: string, code: string, outcome: Outcome, options: { constraint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DatabaseError';
    this.code = code;
    this.outcome = outcome;
    if (options.constraint !== undefined) this.constraint = options.constraint;
  }
}

export function isDatabaseError(error: unknown): error is DatabaseError {
  return error instanceof Error && error.name === 'DatabaseError' && 'outcome' in error;
}

/** With `constraint`, only a violation of that one. */
export function isUniqueViolation(error: unknown, constraint?: string): error is DatabaseError {
  return hasCode(error, '23505') && (constraint === undefined || error.constraint === constraint);
}

/** The role lacks the privilege, for example UPDATE on the events. */
export function isPermissionDenied(error: unknown): error is DatabaseError {
  return hasCode(error, '42501');
}

/** The server is away, restarting, full, or too slow to answer in time: worth a 503 and a later retry. */
export function isUnavailable(error: unknown): error is DatabaseError {
  return isDatabaseError(error) && (/^(08|53|57P)/.test(error.code) || ['57014', '55P03'].includes(error.code));
}

function hasCode(error: unknown, code: string): error is DatabaseError {
  return isDatabaseError(error) && error.code === code;
}

/** Errors as `pg` throws them: from the server (`code` is a SQLSTATE), from the socket (`ECONNRESET`), or its own. */
interface DriverError extends Error {
  code?: string;
  severity?: string;
  constraint?: string;
}

/** A failure before anything was sent. */
export function connectFailure(error: DriverError): DatabaseError {
  if (!isSqlState(error.code)) return new DatabaseError(error.message, CANNOT_CONNECT, 'rolled-back', { cause: error });
  return new DatabaseError(error.message, error.code, isTransient(error.code) ? 'rolled-back' : 'deterministic');
}

/** A failure of a statement; `mayHaveCommitted` for COMMIT and for statements outside a transaction. */
export function statementFailure(error: DriverError, mayHaveCommitted: boolean): DatabaseError {
  const lost = mayHaveCommitted ? 'unknown' : 'rolled-back';
  if (isSqlState(error.code)) {
    const outcome = endsConnection(error) ? lost : isTransient(error.code) ? 'rolled-back' : 'deterministic';
    const options = error.constraint === undefined ? {} : { constraint: error.constraint };
    return new DatabaseError(error.message, error.code, outcome, options);
  }
  if (error instanceof RangeError || error instanceof TypeError) {
    return new DatabaseError(error.message, CANNOT_ENCODE, mayHaveCommitted ? 'unknown' : 'deterministic');
  }
  return new DatabaseError(error.message, CONNECTION_LOST, lost, { cause: error });
}

/** Whether the connection can serve another statement after this. */
export function keepsConnection(error: DriverError): boolean {
  return isSqlState(error.code) && !endsConnection(error);
}

function isSqlState(code: string | undefined): code is string {
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E');
}

/** By severity, and by code because a server in another language translates the severity. */
function endsConnection({ severity, code = '' }: DriverError): boolean {
  return severity === 'FATAL' || severity === 'PANIC' || /^(08...|57P0[1-5]|25P0[34])$/.test(code);
}

/** Serialization failure, deadlock, lock or statement timeout, out of space or connections, shutting down. */
function isTransient(code: string): boolean {
  return ['40001', '40P01', '55P03', '57014', '25P03'].includes(code) || /^(08|53|57P)/.test(code);
}
