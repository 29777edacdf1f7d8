import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { keyIdOf } from '@tillwatch/kernel';

/** A key as a terminal has it, with both halves. */
export interface SigningKey {
  publicKey: string;
  keyId: string;
  sign(message: string): string;
}

export function newKey(): SigningKey {
  const { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync('ed25519');
  const text = publicKey.export({ format: 'jwk' }).x!;
  return {
    publicKey: text,
    keyId: keyIdOf(text),
    sign: (message) => sign(null, Buffer.from(message), privateKey).toString('base64url'),
  };
}
