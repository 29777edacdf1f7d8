import type { Seal } from '@tillwatch/domain';
import {
  type ChainSealed,
  type CloudEvent,
  eventHash,
  identityOf,
  type Mark,
  type ParsedEvent,
  redact,
  terminalIdOf,
  typeName,
} from '@tillwatch/events';
import { canonicalJson } from '@tillwatch/kernel';

/** One event on its way into the log: parsed, valid, secrets masked; everything that does not depend on what we hold. */
export interface Candidate {
  /** As it will be stored. */
  event: CloudEvent;
  /** Its data as canonical JSON. */
  data: string;
  terminalId: string;
  stream: string;
  /** Unique within the stream. */
  identity: string;
  /** Place in the terminal's journal, for senders that keep one. */
  place?: { epoch: number; sequence: number };
  marks: readonly Mark[];
  /** JSON pointers of what was masked. */
  redacted: readonly string[];
  /** What the terminal's next event must name as `prevhash`; for senders that keep a journal. */
  hash?: string;
  /** What it signs, when it is a seal that can be checked. */
  seal?: Seal;
}

const sealType = typeName('ChainSealed', 1);

/** Anything later than this after our own clock is a wrong clock, not a late event. */
const aheadMs = 60_000;
/** No terminal of ours is older than the year it claims. */
const earliest = Date.parse('2020-01-01T00:00:00Z');

export function candidateOf(parsed: ParsedEvent & { ok: true }, operatorKey: string, now: number): Candidate {
  const { event: sent, mapped } = parsed;
  const { event, marks, redacted } = redact(sent, operatorKey);
  const terminalId = terminalIdOf(event.source)!;
  const data = canonicalJson(event.data);
  const candidate: Candidate = {
    event,
    data,
    terminalId,
    stream: `terminal-${terminalId}`,
    identity: identityOf(event),
    marks: noticed(marks, mapped, isPlausible(event.time, now)),
    redacted,
  };
  const isSeal = event.type === sealType;
  if (event.sequence === undefined) {
    if (isSeal) candidate.marks = [...candidate.marks, 'seal-invalid']; // of no place: it signs nothing
    return candidate;
  }
  candidate.place = { epoch: event.epoch!, sequence: Number(event.sequence) };
  candidate.hash = sent.data === event.data ? eventHash(sent, data) : eventHash(sent);
  if (isSeal) candidate.seal = sealOf(terminalId, candidate.place, sent.data as unknown as ChainSealed);
  return candidate;
}

function sealOf(terminalId: string, place: { epoch: number; sequence: number }, data: ChainSealed): Seal {
  const { head, keyId, signature } = data;
  return { terminalId, ...place, head, keyId, signature };
}

/** Nearly every event has nothing to notice: then the list it came with will do. */
function noticed(marks: readonly Mark[], mapped: boolean, plausible: boolean): readonly Mark[] {
  if (mapped && plausible) return marks;
  const more: Mark[] = [];
  if (!mapped) more.push('unmapped');
  if (!plausible) more.push('clock-implausible');
  return [...marks, ...more];
}

function isPlausible(time: string, now: number): boolean {
  const claimed = Date.parse(time);
  return claimed >= earliest && claimed <= now + aheadMs;
}
