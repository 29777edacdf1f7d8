import { retryAfterMs } from './backoff.js';

/** No answer, or one that asks to come again: the same request may do better later. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';

  constructor(
    message: string,
    readonly retryAfterMs = 0,
  ) {
    super(message);
  }
}

/** The platform answered, and sending the same again would be answered the same. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  constructor(
    readonly status: number,
    /** The beginning of what it answered. */
    readonly answer: string,
  ) {
    super(`HTTP ${status} ${answer}`);
  }
}

export interface Request {
  url: URL;
  token: string;
  method?: 'GET' | 'POST';
  contentType?: string;
  body?: Buffer | string;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
}

const worthRetrying = new Set([408, 429, 502, 503, 504]);
const answerShown = 300;

/** One request, one answer. Throws the errors above, or what `signal` was aborted with. */
export async function exchange(request: Request): Promise<{ text: string; headers: Headers }> {
  const { url, token, method = 'POST', contentType, body, timeoutMs, signal } = request;
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method,
      headers: { ...(contentType && { 'content-type': contentType }), authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    text = await response.text();
  } catch (error) {
    signal?.throwIfAborted();
    throw new UnavailableError(causeOf(error));
  }
  if (response.ok) return { text, headers: response.headers };
  const answer = text.slice(0, answerShown);
  if (!worthRetrying.has(response.status)) throw new RefusedError(response.status, answer);
  const waitMs = retryAfterMs(response.headers.get('retry-after'), Date.now());
  throw new UnavailableError(`HTTP ${response.status} ${answer}`, waitMs);
}

function causeOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message ? `${message}: ${cause.message}` : message;
}
