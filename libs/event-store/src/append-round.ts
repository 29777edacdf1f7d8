import type { NewEvent, StoredEvent, StreamAppend, StreamResult } from './event-store.js';

/** One stream's append that waits for its answer. */
export interface WaitingAppend {
  append: StreamAppend;
  /** Characters of its texts. */
  length: number;
  settle(result: StreamResult): void;
  fail(error: unknown): void;
}

/** What one call of the database appends to one stream: one or more waiting appends that continue each other. */
export interface StreamGroup {
  stream: string;
  expectedRevision: number;
  events: NewEvent[];
  members: WaitingAppend[];
}

/** What the database answers: the head before the call, and the revision of each group's stream before it. */
export interface Placement {
  head: number;
  actualRevisions: number[];
}

export interface RoundLimits {
  maxEvents: number;
  maxLength: number;
}

/**
 * Takes from the front what fits into one transaction. An append to a stream that is in the round already joins it when
 * it expects the revision the others end at; otherwise it waits, with all later ones to that stream, and is judged by
 * what they leave behind.
 */
export function takeRound(
  waiting: readonly WaitingAppend[],
  limits: RoundLimits,
): { groups: StreamGroup[]; left: WaitingAppend[] } {
  const groups = new Map<string, StreamGroup>();
  const left: WaitingAppend[] = [];
  const held = new Set<string>();
  let events = 0;
  let length = 0;
  for (const [i, next] of waiting.entries()) {
    const { append } = next;
    const fits = events + append.events.length <= limits.maxEvents && length + next.length <= limits.maxLength;
    if (events > 0 && !fits) {
      left.push(...waiting.slice(i));
      break;
    }
    const group = groups.get(append.stream);
    if (!group) groups.set(append.stream, groupOf(next));
    else if (!held.has(append.stream) && append.expectedRevision === group.expectedRevision + group.events.length) {
      group.events.push(...append.events);
      group.members.push(next);
    } else {
      held.add(append.stream);
      left.push(next);
      continue;
    }
    events += append.events.length;
    length += next.length;
  }
  return { groups: [...groups.values()], left };
}

export function groupOf(waiting: WaitingAppend): StreamGroup {
  const { stream, expectedRevision, events } = waiting.append;
  return { stream, expectedRevision, events: [...events], members: [waiting] };
}

/**
 * Answers the members of every group. Where a stream was not at the expected revision only the first member is refused;
 * those that were to follow it are returned, because the stream may be exactly where they expect it.
 */
export function settleRound(groups: readonly StreamGroup[], { head, actualRevisions }: Placement): WaitingAppend[] {
  const followers: WaitingAppend[] = [];
  let position = head;
  for (const [i, group] of groups.entries()) {
    const actualRevision = actualRevisions[i]!;
    if (actualRevision !== group.expectedRevision) {
      group.members[0]!.settle({ ok: false, reason: 'wrong-revision', actualRevision });
      followers.push(...group.members.slice(1));
      continue;
    }
    for (const { append, settle } of group.members) {
      const positions = append.events.map(() => ++position);
      settle({ ok: true, revision: append.expectedRevision + append.events.length, positions });
    }
  }
  return followers;
}

/** The events the round stored, in log order. */
export function storedEvents(groups: readonly StreamGroup[], { head, actualRevisions }: Placement): StoredEvent[] {
  const stored: StoredEvent[] = [];
  for (const [i, { stream, expectedRevision, events }] of groups.entries()) {
    if (actualRevisions[i] !== expectedRevision) continue;
    let revision = expectedRevision;
    for (const event of events) {
      stored.push({ ...event, position: head + stored.length + 1, stream, revision: ++revision });
    }
  }
  return stored;
}
