import { rename } from 'node:fs/promises';
import { TerminalError } from '../agent/terminal-error.js';
import { syncFolder } from '../outbox/durable-files.js';
import { RefusedError } from '../sending/exchange.js';
import type { Platform } from '../sending/platform.js';
import { keyFile, pendingKey, pendingKeyFile, readKey, type TerminalKey } from './terminal-key.js';

export interface RegisterOptions {
  folder: string;
  terminalId: string;
  platform: Platform;
}

/** Makes this terminal's key and registers its public half with a one-time code. A lost answer leaves the key pending. */
export async function enrolKey(options: RegisterOptions, code: string): Promise<TerminalKey> {
  const key = await pendingKey(options.folder);
  const proof = key.sign(statement(options, key, code.replaceAll('-', '').toUpperCase()));
  return register(options, key, { publicKey: key.publicKey, proof, code });
}

/** Makes another key and registers it by the word of the present one, which the platform then retires. */
export async function rotateKey(options: RegisterOptions): Promise<TerminalKey> {
  const previous = await readKey(options.folder);
  if (!previous) throw new TerminalError('key-missing');
  const key = await pendingKey(options.folder);
  const text = statement(options, key, previous.keyId);
  const previousProof = previous.sign(text);
  const proofs = { proof: key.sign(text), previousKeyId: previous.keyId, previousProof };
  return register(options, key, { publicKey: key.publicKey, ...proofs });
}

/** What both keys sign. */
function statement({ terminalId }: RegisterOptions, { publicKey }: TerminalKey, by: string): string {
  return ['tillwatch-key-v1', terminalId, publicKey, by, ''].join('\n');
}

async function register({ folder, platform }: RegisterOptions, key: TerminalKey, body: object): Promise<TerminalKey> {
  const { keyId } = await platform.registerKey(body).catch((error: unknown) => {
    throw error instanceof RefusedError ? new TerminalError('key-refused', error.answer, { cause: error }) : error;
  });
  if (keyId !== key.keyId) throw new TerminalError('key-refused', keyId);
  await rename(`${folder}/${pendingKeyFile}`, `${folder}/${keyFile}`);
  await syncFolder(folder);
  return key;
}
