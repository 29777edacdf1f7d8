import { randomBytes } from 'node:crypto';
import { sha256Hex } from '@tillwatch/kernel';

const secretBytes = 32;

/** 256 random bits: nobody guesses it, so a plain hash of it is all that is kept. */
export function newSecret(prefix = ''): { secret: string; hash: string } {
  const secret = prefix + randomBytes(secretBytes).toString('base64url');
  return { secret, hash: sha256Hex(secret) };
}
