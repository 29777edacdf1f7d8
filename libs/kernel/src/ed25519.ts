import { createPublicKey, hash, verify } from 'node:crypto';

/** Prime of the field, the curve's constant, and the order of the group that signatures live in (RFC 8032, 5.1). */
const P = 2n ** 255n - 19n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

/** y of the points whose order divides the cofactor 8: with such a key one signature fits any message. */
const Y_OF_ORDER_8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;
const SMALL_ORDER: ReadonlySet<bigint> = new Set([0n, 1n, P - 1n, Y_OF_ORDER_8, P - Y_OF_ORDER_8]);

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const KEY_ID_DIGITS = 32;
/** What stands before a raw key in its SubjectPublicKeyInfo (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Whether text is a raw public key in base64url that a signature can be held to: a point, written in its one form. */
export function isPublicKey(text: string): boolean {
  const key = bytesOf(text, KEY_BYTES);
  return key !== undefined && isSound(key) && isOnCurve(yOf(key));
}

/** First 32 hex digits of the SHA-256 of the raw key. */
export function keyIdOf(publicKey: string): string {
  return hash('sha256', Buffer.from(publicKey, 'base64url'), 'hex').slice(0, KEY_ID_DIGITS);
}

/**
 * Ed25519 (RFC 8032) over the UTF-8 bytes of `message`; key and signature in base64url without padding. Stricter than
 * OpenSSL, so that one message has one signature and everybody who checks it agrees: no S at or above L, no point in a
 * second form, no point of small order, no base64url with bits left over. Never throws.
 */
export function isSignedBy(publicKey: string, message: string, signature: string): boolean {
  const key = bytesOf(publicKey, KEY_BYTES);
  const signed = bytesOf(signature, SIGNATURE_BYTES);
  if (!key || !signed || !isSound(key) || !isSound(signed.subarray(0, KEY_BYTES))) return false;
  if (littleEndian(signed.subarray(KEY_BYTES)) >= L) return false;
  try {
    const spki = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, key]), format: 'der', type: 'spki' });
    return verify(null, Buffer.from(message), spki, signed);
  } catch {
    return false;
  }
}

/** `undefined` unless the text is those bytes in base64url and nothing else. */
function bytesOf(text: string, length: number): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === length && bytes.toString('base64url') === text ? bytes : undefined;
}

/** A point in canonical form that is not of small order. (The other form of x = 0, sign bit set, is of small order too.) */
function isSound(point: Buffer): boolean {
  const y = yOf(point);
  return y < P && !SMALL_ORDER.has(y);
}

function yOf(point: Buffer): bigint {
  return littleEndian(point) & (2n ** 255n - 1n);
}

/** x² = (y² - 1) / (dy² + 1) has a root: a quotient is a square exactly when the product is (Euler's criterion). */
function isOnCurve(y: bigint): boolean {
  const square = (y * y) % P;
  return power((square - 1n) * (D * square + 1n), (P - 1n) / 2n) === 1n;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let factor = base % P;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % P;
    factor = (factor * factor) % P;
  }
  return result;
}

function littleEndian(bytes: Buffer): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}
