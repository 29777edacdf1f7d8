import { randomUUID } from 'node:crypto';
import type { ImportKind, ImportRowStatus } from '@tillwatch/api';
import {
  decideOperatorRegistry,
  evolveRegistry,
  evolveRoster,
  planShift,
  type RegistryChange,
  type OperatorRegistryCommand,
  type RegistryDecision,
  type RegistryEntry,
  registrationOf,
  type Roster,
  type Shift,
} from '@tillwatch/domain';
import type { PayloadOf, ShiftPlanned } from '@tillwatch/events';
import type { EventStore } from '@tillwatch/event-store';
import { CodedError, problem } from '@tillwatch/kernel';
import { strictly } from '../json-body.js';
import { checked, checkOperatorId } from '../operators/change-operator.js';
import { OperatorPath, RegistrationFacts, TrainingBody } from '../operators/operator.dto.js';
import { entryFromLog, operatorStream } from '../operators/operator-stream.js';
import { rosterFromLog, rosterStream } from '../rosters/roster-stream.js';
import { ShiftBody } from '../rosters/shifts.controller.js';
import type { CsvColumns, CsvRow } from './read-csv.js';

export type ImportDecision = RegistryDecision | { name: 'ShiftPlanned'; data: ShiftPlanned };

/** What a row asks for, of one operator. */
export interface PlannedRow<State> {
  operatorId: string;
  /** Upon what the log and the rows before it say; takes in what it decides. */
  plan(state: State, context: ImportContext): { status: ImportRowStatus; decisions: ImportDecision[] };
}

export interface ImportContext {
  actor: string;
  /** Whoever sees names masked is not told whether they guessed one. */
  seesNames: boolean;
  nowMs: number;
}

export interface ImportDefinition<State = unknown> {
  columns: CsvColumns;
  stream(operatorId: string): string;
  /** What that stream says, up to a revision. */
  load(store: Pick<EventStore, 'readStream'>, operatorId: string): Promise<{ state: State; revision: number }>;
  /** Throws a coded error about what a cell holds. */
  read(row: CsvRow): PlannedRow<State>;
}

/** An operator's registration, and the trainings on record. */
interface Registered {
  entry: RegistryEntry;
  trained: Set<string>;
}

/** Every kind of file that can be imported: adding one costs a definition here. */
export const importKinds = {
  operators: {
    columns: { required: ['id', 'role', 'scopeClass'], optional: ['name', 'stores'] },
    stream: operatorStream,
    load: registered,
    read: readOperator,
  } satisfies ImportDefinition<Registered>,
  training: {
    columns: { required: ['operatorId', 'topic', 'method', 'completedAt'], optional: ['expiresAt', 'evidence'] },
    stream: operatorStream,
    load: registered,
    read: readTraining,
  } satisfies ImportDefinition<Registered>,
  rosters: {
    columns: { required: ['operatorId', 'storeId', 'from', 'to'], optional: ['kind'] },
    stream: rosterStream,
    async load(store, operatorId) {
      const { roster, revision } = await rosterFromLog(store, operatorId);
      return { state: roster, revision };
    },
    read: readShift,
  } satisfies ImportDefinition<Roster>,
} as const;

export function importKind(kind: ImportKind): ImportDefinition {
  return importKinds[kind] as ImportDefinition;
}

async function registered(store: Pick<EventStore, 'readStream'>, operatorId: string) {
  const trained = new Set<string>();
  const { entry, revision } = await entryFromLog(store, operatorId, ({ name, data }) => {
    if (name === 'TrainingRecorded') trained.add(trainingKey(data as unknown as PayloadOf<'TrainingRecorded'>));
  });
  return { state: { entry, trained }, revision };
}

const reason = 'Imported';
const storeSeparator = /[;；]/u;

/** Registers who is not; gives who is another role, stores or class where the file says so. */
function readOperator({ cells: { stores: listed = '', ...cells } }: CsvRow): PlannedRow<Registered> {
  const stores = listed.split(storeSeparator).map((store) => store.trim()).filter(Boolean); // prettier-ignore
  const { id: operatorId, ...facts } = strictly(RegistrationFacts, { ...cells, stores });
  return {
    operatorId,
    plan({ entry }, context) {
      const { name, role, scopeClass } = facts;
      const held = registrationOf(entry);
      if (!held || held.status === 'left') {
        const command = { kind: 'register', role, scopeClass, stores, ...(name !== undefined && { name }) } as const;
        return { status: 'created', decisions: [decide(command, entry, context)] };
      }
      // There is no event that changes a name: whoever goes by another is perhaps somebody else.
      const isAnother = name !== undefined && (!context.seesNames || name !== held.name);
      if (isAnother) throw new CodedError(problem('operator-registered', '/name'));
      const commands: OperatorRegistryCommand[] = [];
      if (role !== held.role || stores.join() !== held.stores.join()) {
        commands.push({ kind: 'assign-role', role, stores, reason });
      }
      if (scopeClass !== held.scopeClass) commands.push({ kind: 'assign-scope', scopeClass, reason });
      const decisions = commands.map((command) => decide(command, entry, context));
      return { status: decisions.length > 0 ? 'changed' : 'unchanged', decisions };
    },
  };
}

const day = /^\d{4}-\d{2}-\d{2}$/;

/** A day counts from its start, UTC. */
function readTraining({ cells: { operatorId: given = '', ...cells } }: CsvRow): PlannedRow<Registered> {
  const operatorId = operatorIdOf(given);
  const times = Object.entries(cells).map(([name, cell]) => [name, day.test(cell) ? `${cell}T00:00:00Z` : cell]);
  const { commandId: _, ...wanted } = strictly(TrainingBody, Object.fromEntries(times) as object);
  return {
    operatorId,
    plan({ entry, trained }, context) {
      const command = { kind: 'record-training', ...wanted } as const;
      if (trained.has(trainingKey(wanted))) return { status: 'unchanged', decisions: [] };
      const decisions = [decide(command, entry, context)];
      trained.add(trainingKey(wanted));
      return { status: 'created', decisions };
    },
  };
}

function trainingKey({ topic, completedAt }: { topic: string; completedAt: string }): string {
  return `${Date.parse(completedAt)}\n${topic}`;
}

/** A shift that takes place already is not planned again; one that was cancelled is. */
function readShift({ cells: { operatorId: given = '', kind = '', ...cells } }: CsvRow): PlannedRow<Roster> {
  const operatorId = operatorIdOf(given);
  checkOperatorId(operatorId, '/operatorId');
  const { commandId: _, ...shift } = strictly(ShiftBody, { ...cells, kind: kind || 'work' });
  return {
    operatorId,
    plan(roster, { actor }) {
      const isSame = (held: Shift) =>
        !held.cancelled &&
        held.storeId === shift.storeId &&
        held.kind === shift.kind &&
        Date.parse(held.from) === Date.parse(shift.from) &&
        Date.parse(held.to) === Date.parse(shift.to);
      if ([...roster.values()].some(isSame)) return { status: 'unchanged', decisions: [] };
      const planned = planShift(roster, { ...shift, operatorId, actor, shiftId: randomUUID() });
      if (!planned.ok) throw new CodedError(planned.error);
      const decision = { name: 'ShiftPlanned' as const, data: planned.value };
      evolveRoster(roster, decision);
      return { status: 'created', decisions: [decision] };
    },
  };
}

function operatorIdOf(id: string): string {
  try {
    return strictly(OperatorPath, { id }).id;
  } catch {
    throw new CodedError(problem('parameter-invalid', '/operatorId'));
  }
}

/** Decides, and lets the next decision build on it. */
function decide(
  command: OperatorRegistryCommand,
  entry: RegistryEntry,
  { actor, nowMs }: ImportContext,
): RegistryDecision {
  const decided = decideOperatorRegistry(checked(entry.id, command, nowMs), entry, actor);
  if (!decided.ok) throw new CodedError(decided.error);
  evolveRegistry(entry, { ...decided.value, at: nowMs } as RegistryChange);
  return decided.value;
}
