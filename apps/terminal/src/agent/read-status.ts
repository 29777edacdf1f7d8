import { readFile } from 'node:fs/promises';
import { readState } from '../commands/command-state.js';
import { readKey } from '../enrolment/terminal-key.js';
import { absent } from '../outbox/durable-files.js';
import { Outbox } from '../outbox/outbox.js';
import type { Place } from '../outbox/scan.js';

/** What a folder tells without the agent, also while an agent uses it. */
export interface FolderStatus {
  terminal?: string;
  head?: Place;
  delivered?: Place;
  waiting: number;
  bytes: number;
  refused: { rejected: number; conflicts: number };
  frozen: boolean;
  keyId?: string;
  /** The process that uses it, if the lock of one is there. */
  usedBy?: number;
  /** Something in the journal cannot be read; the next start says so to the platform. */
  damaged: boolean;
}

export async function readStatus(folder: string): Promise<FolderStatus> {
  const looking = {
    limitBytes: Infinity,
    reserveBytes: 0,
    keepMs: Infinity,
    clock: () => 0,
    sync: false,
    readOnly: true,
  };
  const { head, mark, waiting, bytes, scanned } = await Outbox.open({ folder, ...looking });
  const { frozen } = await readState(folder, scanned.acknowledgements);
  const key = await readKey(folder);
  const lock = await absent(readFile(`${folder}/lock`, 'utf8'));
  return {
    ...(head && { terminal: head.source.split('/').at(-1)!, head: { epoch: head.epoch, sequence: head.sequence } }),
    ...(mark.place && { delivered: mark.place }),
    waiting,
    bytes,
    refused: mark.refused,
    frozen,
    ...(key && { keyId: key.keyId }),
    ...(lock && { usedBy: parseInt(lock, 10) }),
    damaged: scanned.damaged,
  };
}
