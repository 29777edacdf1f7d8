import { argon2 as argon2Callback, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { CodedError, problem } from '@tillwatch/kernel';

const argon2 = promisify(argon2Callback);

/** OWASP's second choice for argon2id (19 MiB, two passes), which fits many at once into a small machine. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const saltBytes = 16;
const tagBytes = 32;
export const passwordMin = 12;
/** Longer is no safer, and hashing what somebody sends must stay bounded. */
export const passwordMax = 128;

/** Hashes under way at once, and those that may wait for one to end: beyond it, `too-many-requests`. */
const runningMax = 2;
const waitingMax = 200;
const retryAfterSeconds = 2;
let running = 0;
const waiting: (() => void)[] = [];

/** `$argon2id$v=19$m=…,t=…,p=…$<salt>$<tag>`, the form of the reference implementation. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const tag = await derive(password, salt, cost);
  const text = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${text(salt)}$${text(tag)}`;
}

const form = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Whether a password is the one that was hashed; takes as long for one that is not. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt, tag] = form.exec(hash)!;
  const kept = Buffer.from(tag!, 'base64');
  const costs = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  return timingSafeEqual(await derive(password, Buffer.from(salt!, 'base64'), costs), kept);
}

let nobodys: Promise<string> | undefined;

/** What stands in for the hash of an account that is not there: nobody knows a password for it. */
export function nobodysHash(): Promise<string> {
  return (nobodys ??= hashPassword(randomBytes(saltBytes).toString('hex')));
}

/** Throws `password-refused` for one that must not become anybody's password. Policies say more; this holds always. */
export function checkNewPassword(password: string, username: string): void {
  const length = [...password].length;
  if (length < passwordMin || length > passwordMax)
    throw refused(`It has ${passwordMin} to ${passwordMax} characters.`);
  const plain = password.toLowerCase();
  if (plain.includes(username)) throw refused('It contains the name it is for.');
  if (new Set(plain).size < 5) throw refused('It repeats a few characters.');
}

function refused(detail: string): CodedError {
  return new CodedError(problem('password-refused', '/password', detail));
}

async function derive(password: string, nonce: Buffer, costs: typeof cost | Record<keyof typeof cost, number>) {
  await room();
  try {
    // The same characters however they were typed (RFC 8265 has NFC for passwords).
    const message = password.normalize('NFC');
    return await argon2('argon2id', { message, nonce, tagLength: tagBytes, ...costs });
  } finally {
    running--;
    waiting.shift()?.();
  }
}

async function room(): Promise<void> {
  if (running >= runningMax) {
    if (waiting.length >= waitingMax)
      throw new CodedError(problem('too-many-requests'), { retryAfter: retryAfterSeconds });
    await new Promise<void>((go) => waiting.push(go));
  }
  running++;
}
