import { hash, timingSafeEqual } from 'node:crypto';
import type { Principal } from '@tillwatch/api';

/** From the `Authorization` header to who it stands for; `undefined` when it stands for nobody. */
export type TokenCheck = (authorization: string | undefined) => Principal | undefined;

const tenant = 'default';

/** What the installation's own two tokens stand for: its first administrator, and its terminals. */
const holders = {
  admin: { tenant, subject: 'administrator', name: 'administrator', roles: ['administrator'] },
  ingest: { tenant, subject: 'ingest', name: 'ingest', roles: ['terminal'] },
} as const;

const tokenLengthMax = 512;
/** RFC 6750, section 2.1; the scheme's name in any case (RFC 9110, section 11.1). */
const bearer = new RegExp(`^bearer +([A-Za-z0-9._~+/-]{1,${tokenLengthMax}}=*)$`, 'i');

/**
 * Compares digests of equal length in constant time, and always with every token, so that the time taken says nothing
 * about how much of a guess was right or which token it resembled. Throws when the two tokens are the same.
 */
export function tokenChecker(tokens: { admin: string; ingest: string }): TokenCheck {
  if (tokens.admin === tokens.ingest) throw new Error('The administrator and ingest tokens must differ.');
  const known = (['admin', 'ingest'] as const).map((holder) => ({ holder, digest: digestOf(tokens[holder]) }));
  return (authorization) => {
    const token = bearerToken(authorization);
    if (token === undefined) return undefined;
    const digest = digestOf(token);
    let holder: keyof typeof holders | undefined;
    for (const candidate of known) if (timingSafeEqual(candidate.digest, digest)) holder = candidate.holder;
    return holder && { ...holders[holder], by: { kind: 'installation' } };
  };
}

/** The token of an `Authorization` header; `undefined` when it holds none. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return bearer.exec(authorization ?? '')?.[1];
}

function digestOf(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}
