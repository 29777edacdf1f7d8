import type { DeliveryFailure } from '@tillwatch/api';

/** An attempt came to nothing: why, from the closed list. `message` is for the list of attempts and holds no secret. */
export class SendFailure extends Error {
  override readonly name = 'SendFailure';

  constructor(
    readonly code: DeliveryFailure,
    message: string,
    /** Of the receiver, where it gave one. */
    readonly status?: number,
    readonly hints: {
      /** The receiver asks for this much patience, ms. */
      retryAfterMs?: number;
      /** The receiver asks never to be told again (HTTP 410). */
      gone?: boolean;
    } = {},
  ) {
    super(message);
  }
}

const tlsCodes = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|EPROTO$)/;

/** What Node throws on the way, by its code: a message of a library may quote what we sent. */
export function failureOf(error: unknown): SendFailure {
  if (error instanceof SendFailure) return error;
  const { name = '', code = '' } = (error ?? {}) as { name?: string; code?: string };
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ETIMEDOUT') {
    return new SendFailure('timeout', 'No answer in time.');
  }
  if (tlsCodes.test(code)) return new SendFailure('tls', code);
  return /^E[A-Z_]+$/.test(code) ? new SendFailure('unreachable', code) : new SendFailure('failed', code || name);
}
