import { hash, timingSafeEqual } from 'node:crypto';

/** Who is asking, as far as the token tells. */
export interface Principal {
  tenant: string;
  /** `admin` may do everything; `ingest` may only send events. */
  role: 'admin' | 'ingest';
  /** Who acts, as events name them. */
  name: string;
}

/** Until people have tokens of their own. */
const names: Record<Principal['role'], string> = { admin: 'administrator', ingest: 'ingest' };

/** From the `Authorization` header to who it stands for; `undefined` when it stands for nobody. */
export type TokenCheck = (authorization: string | undefined) => Principal | undefined;

const tokenLengthMax = 512;
/** RFC 6750, section 2.1; the scheme's name in any case (RFC 9110, section 11.1). */
const bearer = new RegExp(`^bearer +([A-Za-z0-9._~+/-]{1,${tokenLengthMax}}=*)$`, 'i');

/**
 * Compares digests of equal length in constant time, and always with every token, so that the time taken says nothing
 * about how much of a guess was right or which token it resembled. Throws when the two tokens are the same.
 */
export function tokenChecker(tokens: { admin: string; ingest: string }): TokenCheck {
  if (tokens.admin === tokens.ingest) throw new Error('The administrator and ingest tokens must differ.');
  const known = (['admin', 'ingest'] as const).map((role) => ({ role, digest: digestOf(tokens[role]) }));
  return (authorization) => {
    const token = bearer.exec(authorization ?? '')?.[1];
    if (token === undefined) return undefined;
    const digest = digestOf(token);
    let role: Principal['role'] | undefined;
    for (const candidate of known) if (timingSafeEqual(candidate.digest, digest)) role = candidate.role;
    return role && { tenant: 'default', role, name: names[role] };
  };
}

function digestOf(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}
