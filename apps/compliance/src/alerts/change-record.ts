import { CodedError, problem, type Problem, type Result } from '@tillwatch/kernel';
import { NO_STREAM } from '@tillwatch/event-store';
import { eventsOf } from '@tillwatch/read-models';
import {
  appendDecision,
  type CommandOrigin,
  type Decided,
  type DecisionDependencies,
  eventIdOf,
  wasDecided,
} from './decisions.js';

/** A record that people keep, one stream each: how its events are read and what may happen to it. */
export interface RecordKind<State, Command extends Decided> {
  stream(id: string): string;
  evolve(state: State | undefined, id: string, event: Command & { at: string }): State | undefined;
  decide(state: State | undefined, wanted: Command, nowMs: number): Result<Command, Problem>;
}

export interface Changed<State> {
  state: State;
  /** What there was before the change. */
  before: State | undefined;
  /** Of the event that made the change. */
  revision: number;
}

/** So many others may write about one record at the same moment. */
const maxAttempts = 16;

/**
 * Decides on what the record's stream says and appends the decision at exactly that revision; decides again when somebody
 * was faster. A command that was carried out before is answered with what it changed then. Throws the refusal as a
 * `CodedError`.
 */
export async function changeRecord<State, Command extends Decided>(
  of: DecisionDependencies,
  kind: RecordKind<State, Command>,
  { id, wanted, origin }: { id: string; wanted: Command; origin: CommandOrigin },
): Promise<Changed<State>> {
  const stream = kind.stream(id);
  if (await wasDecided(of, stream, wanted, origin)) {
    const eventId = eventIdOf(stream, origin.commandId!);
    const { state, revision, before } = await recordFromLog(of.store, kind, id, eventId);
    return { state: state!, before, revision };
  }
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const { state, revision } = await recordFromLog(of.store, kind, id);
    const decided = kind.decide(state, wanted, of.clock());
    if (!decided.ok) throw new CodedError(decided.error);
    const before = structuredClone(state);
    const event = await appendDecision(of, { stream, expectedRevision: revision }, decided.value, origin);
    if (event) return { state: kind.evolve(state, id, event)!, before, revision: event.revision };
  }
  throw new CodedError(problem('revision-conflict'));
}

/**
 * `state` is `undefined` and `revision` NO_STREAM when there is none. Asked about one event, `before` is what there was
 * before it, and `revision` is its own.
 */
export async function recordFromLog<State, Command extends Decided>(
  store: DecisionDependencies['store'],
  kind: Pick<RecordKind<State, Command>, 'stream' | 'evolve'>,
  id: string,
  eventId?: string,
): Promise<{ state: State | undefined; revision: number; before?: State | undefined }> {
  let state: State | undefined;
  let revision = NO_STREAM;
  let asked: { revision: number; before: State | undefined } | undefined;
  for await (const event of eventsOf(store, kind.stream(id))) {
    const { name, data, header } = event;
    revision = event.revision;
    if (header.id === eventId) asked = { revision, before: structuredClone(state) };
    state = kind.evolve(state, id, { name, data, at: header.recordedtime } as unknown as Command & { at: string });
  }
  return { state, revision, ...asked };
}
