import type { OpeningReason, Place } from '../outbox/scan.js';
import type { HeldJournal } from '../sending/platform.js';

/** The journal on this terminal, as far as it is compared. */
export interface OwnJournal {
  /** The epoch that is being written, how it began, and its last event (sequence 0: none yet). */
  current: Place & { reason: OpeningReason };
  /** How far it was delivered. */
  delivered?: Place;
  /** Epochs with events to be sent, and the last of each, oldest first. */
  unsent: readonly Place[];
  /** `undefined` when the event is not kept any more. */
  hashAt(place: Place): Promise<string | undefined>;
}

export type Verdict =
  /** Nothing the platform holds differs from what we have. */
  | { kind: 'agrees' }
  /** The platform lost what it once had taken: what comes after `held` is sent again. */
  | { kind: 'behind'; held?: Place }
  /** A new epoch is needed. Events after `common` (all of this journal without it) are recorded again in it. */
  | { kind: 'differs'; reason: OpeningReason; common?: Place; previous?: Place & { head?: string }; above: number };

type Ask = (place: Place) => Promise<HeldJournal>;

/**
 * Compares this journal with what the platform holds of it. Each event is chained to the one before, so that one equal hash
 * proves everything up to it equal; the last common event is found by halving.
 */
export async function compareJournals(own: OwnJournal, ask: Ask): Promise<Verdict> {
  const { current, delivered } = own;
  const { head, at } = await ask({ epoch: current.epoch, sequence: Math.max(current.sequence, 1) });
  if (!head) return delivered ? { kind: 'behind' } : { kind: 'agrees' };
  for (const place of own.unsent) {
    if (place.epoch === current.epoch) continue;
    const verdict = await compareEpoch(own, ask, place, await ask(place));
    if (verdict) return { ...verdict, above: head.epoch };
  }
  const verdict = await compareEpoch(own, ask, current, { head, ...(at && { at }) });
  const shared = verdict ? verdict.common : (at ?? head.epoch === current.epoch);
  if (current.reason === 'first' && !shared) return lost(head);
  if (verdict) return { ...verdict, above: head.epoch };
  if (head.epoch > current.epoch) return { ...(await rolledBack(own, at)), above: head.epoch };
  return delivered && isBefore(head, delivered) ? { kind: 'behind', held: head } : { kind: 'agrees' };
}

/** A journal that began anew where the platform knows one of this terminal. */
function lost({ epoch, sequence, hash }: NonNullable<HeldJournal['head']>): Verdict {
  const previous = { epoch, sequence, ...(hash && { head: hash }) };
  return { kind: 'differs', reason: 'restart-lost', previous, above: epoch };
}

type Difference = Omit<Extract<Verdict, { kind: 'differs' }>, 'above'>;

/** `last`: our last event of the epoch. Undefined when what the platform holds of it is what we have. */
async function compareEpoch(
  own: OwnJournal,
  ask: Ask,
  last: Place,
  { head, at }: HeldJournal,
): Promise<Difference | undefined> {
  const isAhead = head?.epoch === last.epoch && head.sequence > last.sequence;
  const equal = at === undefined || (await isOurs(own, at));
  if (equal && isAhead) return rolledBack(own, at);
  if (equal) return undefined;
  const common = await lastCommon(own, ask, { epoch: last.epoch, sequence: at.sequence });
  // What we were told is there is there no more: somebody else wrote on from an earlier state of this journal.
  const isFork = own.delivered?.epoch === last.epoch && own.delivered.sequence > (common?.sequence ?? 0);
  return { ...(await rolledBack(own, common)), reason: isFork ? 'forked' : 'rolled-back' };
}

async function rolledBack(own: OwnJournal, common: Place | undefined): Promise<Difference> {
  if (!common) return { kind: 'differs', reason: 'rolled-back' };
  const { epoch, sequence } = common;
  const head = await own.hashAt(common);
  return {
    kind: 'differs',
    reason: 'rolled-back',
    common: { epoch, sequence },
    previous: { epoch, sequence, ...(head && { head }) },
  };
}

/** Below `upTo`, where they differ. Places of which the platform knows no hash say nothing. */
async function lastCommon(own: OwnJournal, ask: Ask, { epoch, sequence }: Place): Promise<Place | undefined> {
  let common: Place | undefined;
  let [low, high] = [0, sequence - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const { at } = await ask({ epoch, sequence: middle });
    if (at && !(await isOurs(own, at))) high = at.sequence - 1;
    else {
      if (at) common = { epoch, sequence: at.sequence };
      low = middle;
    }
  }
  return common;
}

/** Without two hashes there is nothing to tell them apart by. */
async function isOurs(own: OwnJournal, { epoch, sequence, hash }: NonNullable<HeldJournal['at']>): Promise<boolean> {
  const ours = hash && (await own.hashAt({ epoch, sequence }));
  return !ours || ours === hash.toLowerCase();
}

function isBefore(one: Place, other: Place): boolean {
  return one.epoch === other.epoch ? one.sequence < other.sequence : one.epoch < other.epoch;
}
