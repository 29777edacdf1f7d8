import { isTrustedSeal, type Journal, type Keyring, place, record, recordSeal, sealMarks } from '@tillwatch/domain';
import { claimOf, encodeEvent, type EventHeader, type Mark, platformEvent } from '@tillwatch/events';
import {
  appendBytesOf,
  MAX_APPEND_BYTES,
  type NewEvent,
  type StoredEvent,
  type StreamAppend,
} from '@tillwatch/event-store';
import { sha256Hex, uuidFromName } from '@tillwatch/kernel';
import type { Candidate } from './candidate.js';

/** Where in a plan's appends an event stands. */
interface Planned {
  append: number;
  event: number;
}

/**
 * What becomes of one candidate: carried by a planned event, or told by one that is in the log. `deferred`: it conflicts
 * with an event of this very plan, so it is decided once that one has its position.
 */
export type Outcome =
  | ({ status: 'stored' | 'duplicate' | 'conflict' } & Planned)
  | { status: 'duplicate' | 'conflict'; position: number }
  | { status: 'deferred' };

export interface Plan {
  appends: StreamAppend[];
  /** One per candidate, in order. */
  outcomes: Outcome[];
}

/** What the log holds under the identities of `wanted`, by stream and identity. */
export type Held = ReadonlyMap<string, ReadonlyMap<string, StoredEvent>>;

export interface RoundContext {
  /** RFC 3339 UTC with milliseconds. */
  recordedtime: string;
  tenant: string;
  /** Loaded journals; changed as if the appends succeed. Forget them when they do not. */
  journalOf(terminalId: string): Journal;
  /** Of the terminals that seal in this round, as the log had them when it was begun. */
  keyringOf(terminalId: string): Keyring;
}

/** Identities to look up before planning, by stream: of every candidate that the log may already hold. */
export function wanted(candidates: readonly Candidate[], context: RoundContext): Map<string, string[]> {
  const lookups = new Map<string, string[]>();
  for (const candidate of candidates) {
    if (candidate.place && isNew(candidate, context)) continue;
    const identities = lookups.get(candidate.stream) ?? [];
    identities.push(candidate.identity, conflictIdentity(candidate, claimed(encoded(candidate, context, []).header)));
    lookups.set(candidate.stream, identities);
  }
  return lookups;
}

/**
 * Decides per candidate, in order: new, duplicate (same claims as the one we hold) or conflict (same identity, other
 * claims; both are kept).
 */
export function plan(candidates: readonly Candidate[], held: Held, context: RoundContext): Plan {
  const draft = new Draft(context);
  const outcomes = candidates.map((candidate): Outcome => {
    if (candidate.place && isNew(candidate, context)) return { status: 'stored', ...draft.store(candidate) };
    const inLog = held.get(candidate.stream);
    const first = draft.find(candidate.stream, candidate.identity);
    const before = inLog?.get(candidate.identity);
    if (!first && !before) return { status: 'stored', ...draft.store(candidate) };
    const claim = claimed(encoded(candidate, context, []).header);
    if (first)
      return claimed(first.header) === claim ? { status: 'duplicate', ...first.where } : { status: 'deferred' };
    if (claimed(before!.header) === claim) return { status: 'duplicate', position: before!.position };
    const identity = conflictIdentity(candidate, claim);
    const again = draft.find(candidate.stream, identity);
    if (again) return { status: 'conflict', ...again.where };
    const kept = inLog!.get(identity);
    if (kept) return { status: 'conflict', position: kept.position };
    return {
      status: 'conflict',
      ...draft.add(candidate, conflictEvent(candidate, identity, before!.position, context)),
    };
  });
  return { appends: draft.appends, outcomes };
}

class Draft {
  readonly appends: StreamAppend[] = [];
  /** A stream's appends; more than one only where they would be too large together. */
  private readonly byStream = new Map<string, number[]>();
  /** Of an append's events, by identity; made when somebody looks, which nobody does for a journal in order. */
  private readonly indexes: Map<string, number>[] = [];
  private readonly bytes: number[] = [];

  constructor(private readonly context: RoundContext) {}

  find(stream: string, identity: string): { where: Planned; header: string } | undefined {
    for (const append of this.byStream.get(stream) ?? []) {
      const { events } = this.appends[append]!;
      const index = (this.indexes[append] ??= new Map());
      for (let i = index.size; i < events.length; i++) index.set(events[i]!.identity, i);
      const event = index.get(identity);
      if (event !== undefined) return { where: { append, event }, header: events[event]!.header };
    }
    return undefined;
  }

  store(candidate: Candidate): Planned {
    const journal = this.context.journalOf(candidate.terminalId);
    const marks = marksInJournal(candidate, journal, this.context);
    const where = this.add(candidate, encoded(candidate, this.context, marks));
    if (!candidate.place) return where;
    const { epoch, sequence } = candidate.place;
    record(journal, epoch, sequence, candidate.hash);
    if (candidate.seal && isTrustedSeal(marks)) recordSeal(journal, candidate.seal.keyId, epoch, sequence);
    return where;
  }

  add({ stream, terminalId }: Candidate, event: NewEvent): Planned {
    const journal = this.context.journalOf(terminalId);
    const bytes = appendBytesOf(event);
    let append = this.byStream.get(stream)?.at(-1);
    if (append === undefined || this.bytes[append]! + bytes > MAX_APPEND_BYTES) {
      append = this.begin(stream, journal.revision);
    }
    journal.revision++;
    this.bytes[append]! += bytes;
    return { append, event: this.appends[append]!.events.push(event) - 1 };
  }

  private begin(stream: string, expectedRevision: number): number {
    const append = this.appends.push({ stream, expectedRevision, events: [] }) - 1;
    this.bytes.push(0);
    const before = this.byStream.get(stream);
    if (before) before.push(append);
    else this.byStream.set(stream, [append]);
    return append;
  }
}

function isNew({ terminalId, place: at }: Candidate, { journalOf }: RoundContext): boolean {
  return place(journalOf(terminalId), at!.epoch, at!.sequence) === 'new';
}

function encoded(candidate: Candidate, { tenant, recordedtime }: RoundContext, more: readonly Mark[]): NewEvent {
  const { event, data, redacted } = candidate;
  const marks = more.length > 0 ? [...candidate.marks, ...more] : candidate.marks;
  return encodeEvent(event, { tenant, recordedtime, marks, redacted }, data);
}

function claimed(header: string): string {
  return claimOf(JSON.parse(header) as EventHeader);
}

/** The same conflicting content sent twice is one conflict. */
function conflictIdentity(candidate: Candidate, claim: string): string {
  return `conflict/${candidate.identity}/${sha256Hex(claim).slice(0, 32)}`;
}

function conflictEvent(candidate: Candidate, identity: string, firstPosition: number, context: RoundContext): NewEvent {
  const { event, stream } = candidate;
  const { recordedtime, tenant } = context;
  const id = uuidFromName(`${tenant}|${stream}|${identity}`);
  return platformEvent(
    'ConflictingEventReceived',
    { firstPosition, received: { ...event } },
    { id, identity, source: '/platform/intake', recordedtime, tenant },
  );
}

const none: readonly Mark[] = [];
const broken: readonly Mark[] = ['chain-broken'];

/** What the event's place among the others shows: evidence is kept whatever it is, and marked. */
function marksInJournal(candidate: Candidate, journal: Journal, { keyringOf }: RoundContext): readonly Mark[] {
  const chain = isChainBroken(candidate, journal) ? broken : none;
  if (!candidate.seal) return chain;
  return [...chain, ...sealMarks(candidate.seal, keyringOf(candidate.terminalId), journal)];
}

/**
 * Checked where the previous event is the last one we hold of the epoch; across a gap nobody can tell yet. A seal names
 * that event's hash as its head too, and has to have one before it.
 */
function isChainBroken({ place: at, event, seal }: Candidate, journal: Journal): boolean {
  const claimed = event.prevhash ?? seal?.head;
  if (!at || claimed === undefined) return false;
  if (seal && (at.sequence === 1 || !isSameHex(seal.head, claimed))) return true;
  const epoch = journal.epochs.findLast((known) => known.epoch === at.epoch);
  const previous = epoch?.ranges.at(-1)?.[1] === at.sequence - 1 ? epoch.headHash : undefined;
  return previous !== undefined && !isSameHex(previous, claimed);
}

function isSameHex(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}
