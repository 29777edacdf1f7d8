import type { JournalPlace, Mark } from '@tillwatch/events';
import { isSignedBy } from '@tillwatch/kernel';
import type { Keyring } from './keyring.js';
import type { Journal } from './terminal-journal.js';

/** A terminal's signature over the head of its journal; the seal is an event of that journal itself, just behind the head. */
export interface Seal {
  terminalId: string;
  /** Place of the seal. */
  epoch: number;
  sequence: number;
  /** Hash of the event before it, hex. */
  head: string;
  keyId: string;
  signature: string;
}

/** What is signed: the place and the hash of the event before the seal. */
export function sealMessage({ terminalId, epoch, sequence, head }: Omit<Seal, 'keyId' | 'signature'>): string {
  return `tillwatch-seal-v1\n${terminalId}\n${epoch}\n${sequence - 1}\n${head}\n`;
}

/** What is wrong with a seal by its signature and key; whether its head is the one we hold is the chain's business. */
export function sealMarks(seal: Seal, keyring: Keyring, journal: Journal): Mark[] {
  const index = keyring.keys.findIndex((key) => key.keyId === seal.keyId);
  const key = keyring.keys[index];
  if (!key || !isSignedBy(key.publicKey, sealMessage(seal), seal.signature)) return ['seal-invalid'];
  if (key.status === 'revoked') {
    const drained = key.drainUntil !== undefined && !isAfter(seal, key.drainUntil);
    return drained ? ['after-revocation', 'drained'] : ['after-revocation'];
  }
  const successors = new Set(keyring.keys.slice(index + 1).map(({ keyId }) => keyId));
  const isReplaced = journal.firstSeals?.some((first) => successors.has(first.keyId) && isAfter(seal, first));
  return isReplaced ? ['seal-invalid'] : [];
}

/** Marks that take the trust from a seal. */
export const sealDoubts: readonly string[] = ['seal-invalid', 'chain-broken', 'after-revocation'] satisfies Mark[];

export function isTrustedSeal(marks: readonly string[] | undefined): boolean {
  return !marks?.some((mark) => sealDoubts.includes(mark));
}

/** Keys remembered per journal; far more than seal one in practice. The one that began first is forgotten. */
const maxFirstSeals = 100;

/** Takes a trusted seal in, in place: a key that has sealed leaves no room for those it replaced after that. */
export function recordSeal(journal: Journal, keyId: string, epoch: number, sequence: number): void {
  const seals = (journal.firstSeals ??= []);
  const known = seals.find((first) => first.keyId === keyId);
  if (known && !isAfter(known, { epoch, sequence })) return;
  if (known) Object.assign(known, { epoch, sequence });
  else seals.push({ keyId, epoch, sequence });
  if (seals.length <= maxFirstSeals) return;
  seals.splice(seals.indexOf(seals.reduce((least, first) => (isAfter(least, first) ? first : least))), 1);
}

function isAfter(place: JournalPlace, other: JournalPlace): boolean {
  return place.epoch > other.epoch || (place.epoch === other.epoch && place.sequence > other.sequence);
}
