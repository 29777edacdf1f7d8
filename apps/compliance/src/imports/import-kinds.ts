import type { ImportKind, ImportRowStatus } from '@tillwatch/api';
import {
  decideOperatorRegistry,
  evolveRegistry,
  type RegistryChange,
  type OperatorRegistryCommand,
  type RegistryDecision,
  type RegistryEntry,
  registrationOf,
} from '@tillwatch/domain';
import { CodedError, problem } from '@tillwatch/kernel';
import { strictly } from '../json-body.js';
import { checked } from '../operators/change-operator.js';
import { OperatorPath, RegistrationFacts, TrainingBody } from '../operators/operator.dto.js';
import type { CsvColumns, CsvRow } from './read-csv.js';

/** What a row asks for, of one operator. */
export interface PlannedRow {
  operatorId: string;
  plan(entry: RegistryEntry, context: ImportContext): { status: ImportRowStatus; decisions: RegistryDecision[] };
}

export interface ImportContext {
  actor: string;
  /** Whoever sees names masked is not told whether they guessed one. */
  seesNames: boolean;
  nowMs: number;
  /** Whether the operator's stream, or this file before this row, has that training. */
  hasTraining(operatorId: string, topic: string, completedAt: string): boolean;
}

export interface ImportDefinition {
  columns: CsvColumns;
  /** Throws a coded error about what a cell holds. */
  read(row: CsvRow): PlannedRow;
}

/** Every kind of file that can be imported: adding one costs a definition here. */
export const importKinds: Record<ImportKind, ImportDefinition> = {
  operators: {
    columns: { required: ['id', 'role', 'scopeClass'], optional: ['name', 'stores'] },
    read: readOperator,
  },
  training: {
    columns: { required: ['operatorId', 'topic', 'method', 'completedAt'], optional: ['expiresAt', 'evidence'] },
    read: readTraining,
  },
};

const reason = 'Imported';
const storeSeparator = /[;；]/u;

/** Registers who is not; gives who is another role, stores or class where the file says so. */
function readOperator({ cells: { stores: listed = '', ...cells } }: CsvRow): PlannedRow {
  const stores = listed.split(storeSeparator).map((store) => store.trim()).filter(Boolean); // prettier-ignore
  const { id: operatorId, ...facts } = strictly(RegistrationFacts, { ...cells, stores });
  return {
    operatorId,
    plan(entry, context) {
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
function readTraining({ cells: { operatorId: given = '', ...cells } }: CsvRow): PlannedRow {
  const operatorId = operatorIdOf(given);
  const times = Object.entries(cells).map(([name, cell]) => [name, day.test(cell) ? `${cell}T00:00:00Z` : cell]);
  const { commandId: _, ...wanted } = strictly(TrainingBody, Object.fromEntries(times) as object);
  return {
    operatorId,
    plan(entry, context) {
      const command = { kind: 'record-training', ...wanted } as const;
      if (context.hasTraining(operatorId, wanted.topic, wanted.completedAt))
        return { status: 'unchanged', decisions: [] };
      return { status: 'created', decisions: [decide(command, entry, context)] };
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
