import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { absent, replaceFile } from '../outbox/durable-files.js';

/** The terminal's key: what it seals its journal with. The private half never leaves the folder. */
export interface TerminalKey {
  /** First 32 hex digits of the SHA-256 of the raw public key. */
  keyId: string;
  /** Raw 32 bytes, base64url without padding. */
  publicKey: string;
  /** Ed25519 over the UTF-8 of `text`, base64url without padding. */
  sign(text: string): string;
}

export const keyFile = 'key.pem';
/** Made, and not known to be registered: the next try registers this very key, in case the answer alone was lost. */
export const pendingKeyFile = 'key-pending.pem';

const rawKeyBytes = 32;

/** `undefined` when there is none. PKCS#8 PEM, readable by its owner only. */
export async function readKey(folder: string, name = keyFile): Promise<TerminalKey | undefined> {
  const pem = await absent(readFile(`${folder}/${name}`));
  return pem && keyOf(createPrivateKey(pem));
}

/** The pending key, made if there is none; on disk before it is used. */
export async function pendingKey(folder: string): Promise<TerminalKey> {
  const pending = await readKey(folder, pendingKeyFile);
  if (pending) return pending;
  const { privateKey } = generateKeyPairSync('ed25519');
  await replaceFile(folder, pendingKeyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return keyOf(privateKey);
}

function keyOf(privateKey: KeyObject): TerminalKey {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const raw = spki.subarray(-rawKeyBytes);
  return {
    keyId: createHash('sha256').update(raw).digest('hex').slice(0, 32),
    publicKey: raw.toString('base64url'),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
  };
}
