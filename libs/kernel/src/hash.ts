import { createHmac, hash, hkdfSync, timingSafeEqual } from 'node:crypto';

/** SHA-256 of the UTF-8 bytes, 64 lower-case hex digits. */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex');
}

/** Keyed hash for values that are too easy to guess to be hashed bare (operator ids somebody typed). */
export function hmacSha256Hex(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

/** Compares two hashes in a time that does not tell how much of them is equal. */
export function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** A UUID (version 8, RFC 9562) that is a function of its name: the same name is the same id, on every replay. */
export function uuidFromName(name: string): string {
  const hex = sha256Hex(name);
  const variant = ((parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** One of several keys made of one secret (HKDF-SHA-256, RFC 5869), 64 hex digits: knowing one tells nothing of another. */
export function derivedKey(secret: string, purpose: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', `tillwatch ${purpose}`, 32)).toString('hex');
}
