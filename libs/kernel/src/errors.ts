import { errorCodes, type ErrorCode } from './error-codes.js';

/** What a caller is told: a code from the closed list, where in the input, and a sentence. Never the input itself. */
export interface Problem {
  code: ErrorCode;
  message: string;
  /** JSON pointer (RFC 6901) to the member at fault. */
  path?: string;
  /** Of a text in another language (a detection rule), what is wrong where; at most 80 characters of it are quoted. */
  faults?: readonly Fault[];
}

export interface Fault {
  /** Within the text, from 1. */
  line: number;
  code: string;
  reason: { en: string; zh: string };
}

export function problem(code: ErrorCode, path?: string, detail?: string): Problem {
  const message = detail ? `${errorCodes[code].en} ${detail}` : errorCodes[code].en;
  return path === undefined ? { code, message } : { code, message, path };
}

/** A `Problem` on its way out of the call stack; the HTTP edge answers with its status and never with a stack trace. */
export class CodedError extends Error {
  readonly problem: Problem;
  /** Seconds after which a retry is worth it, for 429 and 503. */
  readonly retryAfter?: number;

  constructor(problem: Problem, options: { cause?: unknown; retryAfter?: number } = {}) {
    super(problem.message, { cause: options.cause });
    this.name = 'CodedError';
    this.problem = problem;
    if (options.retryAfter !== undefined) this.retryAfter = options.retryAfter;
  }

  get status(): number {
    return errorCodes[this.problem.code].status;
  }
}

export function isCodedError(error: unknown): error is CodedError {
  return error instanceof Error && error.name === 'CodedError' && 'problem' in error;
}
