import type { JournalPlace, PayloadOf } from '@tillwatch/events';
import { type ErrorCode, isPublicKey, isSameHash, isSignedBy, keyIdOf } from '@tillwatch/kernel';

/** A terminal's signing key, its public half. */
export interface TerminalKey {
  keyId: string;
  publicKey: string;
  /** One key at most is active. A retired one was replaced; what it sealed before its successor did stays good. */
  status: 'active' | 'retired' | 'revoked';
  /** RFC 3339. */
  registeredAt: string;
  via: 'enrolment' | 'rotation';
  previousKeyId?: string;
  revokedAt?: string;
  reason?: string;
  drainUntil?: JournalPlace;
}

/** What the stream `keyring-<terminal>` says. */
export interface Keyring {
  /** In the order of their registration, at most `maxKeys`: beyond it the oldest is forgotten. */
  keys: TerminalKey[];
  /** The enrolment code that may be used now, unless it has expired. */
  code?: { hash: string; expiresAt: string; wrong: number };
}

export const maxKeys = 1_000;
/** So many wrong codes spend the right one. */
export const maxWrongCodes = 10;
export const codeMinutes = 10;

type Name = 'EnrolmentCodeIssued' | 'EnrolmentCodeRefused' | 'TerminalKeyRegistered' | 'TerminalKeyRevoked';

/** An event of a keyring: what is decided, and with its recorded time what is folded. */
export type KeyringEvent = { [N in Name]: { name: N; data: PayloadOf<N> } }[Name];

/** What is to be appended, if anything, and why the caller is refused, if so. A refusal may leave an event too. */
export interface KeyringDecision {
  event?: KeyringEvent;
  refusal?: ErrorCode;
}

export function emptyKeyring(): Keyring {
  return { keys: [] };
}

/** Takes an event of the stream in, in place. `recordedAt`: its `recordedtime`. Others are ignored. */
export function evolveKeyring(keyring: Keyring, name: string, data: object, recordedAt: string): void {
  const event = { name, data } as KeyringEvent;
  if (event.name === 'EnrolmentCodeIssued') {
    keyring.code = { hash: event.data.codeHash, expiresAt: event.data.expiresAt, wrong: 0 };
  } else if (event.name === 'EnrolmentCodeRefused') {
    if (keyring.code && ++keyring.code.wrong >= maxWrongCodes) delete keyring.code;
  } else if (event.name === 'TerminalKeyRegistered') {
    register(keyring, event.data, recordedAt);
  } else if (event.name === 'TerminalKeyRevoked') {
    const { keyId, reason, drainUntil } = event.data;
    const key = keyring.keys.find((known) => known.keyId === keyId);
    if (key) Object.assign(key, { status: 'revoked', revokedAt: recordedAt, reason }, drainUntil && { drainUntil });
  }
}

function register(keyring: Keyring, data: PayloadOf<'TerminalKeyRegistered'>, registeredAt: string): void {
  const { keyId, publicKey, via, previousKeyId } = data;
  if (via === 'enrolment') delete keyring.code;
  if (keyring.keys.some((known) => known.keyId === keyId)) return;
  for (const key of keyring.keys) if (key.status === 'active') key.status = 'retired';
  const previous = previousKeyId === undefined ? {} : { previousKeyId };
  keyring.keys.push({ keyId, publicKey, status: 'active', registeredAt, via, ...previous });
  if (keyring.keys.length > maxKeys) keyring.keys.shift();
}

/** What a proof signs. `by`: the enrolment code in upper case without dashes, or the id of the key that vouches. */
export function keyMessage(terminalId: string, publicKey: string, by: string): string {
  return `tillwatch-key-v1\n${terminalId}\n${publicKey}\n${by}\n`;
}

export interface Enrolment {
  terminalId: string;
  publicKey: string;
  proof: string;
  /** As it is signed: upper case without dashes. */
  code: string;
  codeHash: string;
  /** ms since 1970. */
  now: number;
}

/**
 * A terminal's first key, or a new one for a device that lost its own. The proof is looked at first: who holds no key
 * learns nothing about codes. Which of unknown, expired, used and spent a code is, nobody is told.
 */
export function enrolKey(keyring: Keyring, enrolment: Enrolment): KeyringDecision {
  const { terminalId, publicKey, proof, code, codeHash, now } = enrolment;
  if (!isPublicKey(publicKey)) return { refusal: 'key-invalid' };
  if (!isSignedBy(publicKey, keyMessage(terminalId, publicKey, code), proof)) return { refusal: 'signature-invalid' };
  const keyId = keyIdOf(publicKey);
  const open = keyring.code && Date.parse(keyring.code.expiresAt) > now ? keyring.code : undefined;
  if (!open) return { refusal: 'enrolment-code-invalid' };
  if (!isSameHash(open.hash, codeHash)) {
    return {
      refusal: 'enrolment-code-invalid',
      event: { name: 'EnrolmentCodeRefused', data: { terminalId, keyId } },
    };
  }
  const known = keyring.keys.find((key) => key.keyId === keyId);
  if (known && known.status !== 'active') return { refusal: 'key-invalid' };
  const data = { terminalId, keyId, publicKey, via: 'enrolment' as const, proof };
  return { event: { name: 'TerminalKeyRegistered', data } };
}

export interface Rotation {
  terminalId: string;
  publicKey: string;
  proof: string;
  previousKeyId: string;
  previousProof: string;
}

/** The active key vouches for its successor. Asked again after a lost answer it says yes again. */
export function rotateKey(keyring: Keyring, rotation: Rotation): KeyringDecision {
  const { terminalId, publicKey, proof, previousKeyId, previousProof } = rotation;
  if (!isPublicKey(publicKey)) return { refusal: 'key-invalid' };
  const keyId = keyIdOf(publicKey);
  const previous = keyring.keys.find((key) => key.keyId === previousKeyId);
  const known = keyring.keys.find((key) => key.keyId === keyId);
  const again = known?.status === 'active' && known.previousKeyId === previousKeyId;
  if (!previous || (previous.status !== 'active' && !(again && previous.status === 'retired')))
    return { refusal: 'signature-invalid' };
  const message = keyMessage(terminalId, publicKey, previousKeyId);
  const proven = isSignedBy(publicKey, message, proof) && isSignedBy(previous.publicKey, message, previousProof);
  if (!proven) return { refusal: 'signature-invalid' };
  if (again) return {};
  if (known) return { refusal: 'key-invalid' };
  const data = { terminalId, keyId, publicKey, via: 'rotation' as const, proof, previousKeyId, previousProof };
  return { event: { name: 'TerminalKeyRegistered', data } };
}

/** A key that is revoked already stays as it is: when, why and up to where were decided then. */
export function revokeKey(keyring: Keyring, revocation: PayloadOf<'TerminalKeyRevoked'>): KeyringDecision {
  const key = keyring.keys.find((known) => known.keyId === revocation.keyId);
  if (!key) return { refusal: 'not-found' };
  return key.status === 'revoked' ? {} : { event: { name: 'TerminalKeyRevoked', data: revocation } };
}
