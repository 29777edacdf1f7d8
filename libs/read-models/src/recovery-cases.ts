import {
  evolveRecovery,
  expiryOf,
  nextStep,
  personKey,
  retentionEndsAt,
  type RecoveryCase,
  type RecoveryEvent,
} from '@tillwatch/domain';
import type { LogEvent } from '@tillwatch/events';
import type { EventStore } from '@tillwatch/event-store';
import type { Queryable } from '@tillwatch/postgres';
import { DocumentTable } from './document-table.js';
import type { Change, ProjectedBatch, ProjectedEvent, Projection, ReadModel } from './read-model.js';
import {
  recoveryFactColumns,
  recoveryFactRow,
  recoveryHistoryColumns,
  recoveryHistoryRow,
  recoveryRowsSchema,
  type FactRow,
  type HistoryRow,
} from './recovery-rows.js';
import { insertRows } from './set-based.js';
import { eventsOf } from './told.js';

/** Every recovery case, what happened to it, and what terminals told of its operator while it was open. */
export const recoveryCases: ReadModel = {
  name: 'recovery-cases',
  version: 2,
  tables: [
    { name: 'recovery_cases', key: ['id'] },
    { name: 'recovery_history', key: ['case_id', 'revision'] },
    { name: 'recovery_facts', key: ['position', 'case_id'] },
  ],
  schema: `
    CREATE TABLE recovery_cases (
      id text COLLATE "C" PRIMARY KEY,
      status text COLLATE "C" NOT NULL,
      channel text COLLATE "C" NOT NULL,
      operator_id text COLLATE "C" NOT NULL,
      terminal_id text COLLATE "C" NOT NULL,
      store_id text COLLATE "C",
      assignee text COLLATE "C",
      -- Names as people are compared by.
      operator_key text COLLATE "C" NOT NULL,
      account_key text COLLATE "C",
      approved_by text COLLATE "C",
      step text COLLATE "C",
      requested_position bigint NOT NULL,
      expires_at bigint,
      retention_ends_at bigint,
      document json NOT NULL
    );
    CREATE INDEX recovery_cases_by_time ON recovery_cases (requested_position);
    CREATE INDEX recovery_cases_by_operator ON recovery_cases (operator_key);
    CREATE INDEX recovery_cases_by_account ON recovery_cases (account_key);
    CREATE INDEX recovery_cases_by_expiry ON recovery_cases (expires_at);
    CREATE INDEX recovery_cases_by_retention ON recovery_cases (retention_ends_at);
    CREATE INDEX recovery_cases_live ON recovery_cases (id) WHERE step IS NOT NULL;
    ${recoveryRowsSchema}`,
  open: (schema, empty) => new RecoveryProjection(schema, empty),
};

/** The case with its place in the log. */
export interface RecoveryState extends RecoveryCase {
  position: number;
  /** Of the last event in its stream. */
  revision: number;
  requestedPosition: number;
}

const caseStream = 'recovery-';
/** What the platform itself has to do something about. */
const isFollowed = new Set(['RecoveryOrdered', 'EvidenceFileDestroyed']);
const ofOperators = new Set(['PasswordReset', 'PasswordChanged', 'FactorEnrolled', 'LoggedOut']);

class RecoveryProjection implements Projection {
  private readonly cases: DocumentTable<RecoveryState>;
  private history: HistoryRow[] = [];
  private facts: FactRow[] = [];
  /** Ids of open cases by operator, and of cases by the commands they gave. */
  private open: { operators: Map<string, Set<string>>; commands: Map<string, string> } | undefined;

  constructor(
    private readonly schema: string,
    empty: boolean,
  ) {
    if (empty) this.open = { operators: new Map(), commands: new Map() };
    this.cases = new DocumentTable<RecoveryState>({
      schema,
      empty,
      table: 'recovery_cases',
      columns: [
        { name: 'status', type: 'text', of: (one) => one.status },
        { name: 'channel', type: 'text', of: (one) => one.channel },
        { name: 'operator_id', type: 'text', of: (one) => one.operatorId },
        { name: 'terminal_id', type: 'text', of: (one) => one.terminalId },
        { name: 'store_id', type: 'text', of: (one) => one.storeId },
        { name: 'assignee', type: 'text', of: (one) => one.assignee },
        { name: 'operator_key', type: 'text', of: (one) => personKey(one.operatorId) },
        { name: 'account_key', type: 'text', of: (one) => one.account && personKey(one.account) },
        { name: 'approved_by', type: 'text', of: (one) => one.approval?.by },
        { name: 'step', type: 'text', of: (one) => nextStep(one)?.step },
        { name: 'requested_position', type: 'bigint', of: (one) => one.requestedPosition },
        { name: 'expires_at', type: 'bigint', of: expiryOf },
        { name: 'retention_ends_at', type: 'bigint', of: retentionEndsAt },
      ],
    });
  }

  get pending(): number {
    return this.cases.pending + this.history.length + this.facts.length;
  }

  async fold(tx: Queryable, { events }: ProjectedBatch): Promise<readonly Change[]> {
    this.open ??= await this.readOpen(tx);
    const ours = events.filter((event) => event.stream.startsWith(caseStream));
    if (ours.length > 0) await this.cases.load(tx, ours.map(caseIdOf));
    else if (this.open.operators.size === 0) return [];
    const before = this.facts.length;
    for (const event of events) {
      if (event.stream.startsWith(caseStream)) this.take(event);
      else for (const id of this.concerned(event)) this.facts.push(recoveryFactRow(id, event));
    }
    return ours.length > 0 || this.facts.length > before ? [{ kind: 'lists', id: 'recovery-cases' }] : [];
  }

  async write(tx: Queryable): Promise<void> {
    await this.cases.write(tx);
    await insertRows(tx, `${this.schema}.recovery_history`, recoveryHistoryColumns, this.history, '');
    await insertRows(tx, `${this.schema}.recovery_facts`, recoveryFactColumns, this.facts, '');
    this.history = [];
    this.facts = [];
  }

  private take(event: ProjectedEvent): void {
    const id = caseIdOf(event);
    const state = withRecoveryEvent(this.cases.get(id), id, event);
    if (!state) return;
    this.cases.put(state);
    this.history.push(recoveryHistoryRow(id, event));
    index(this.open!, state);
    const isFault = event.name === 'RecoveryCauseRecorded' && event.data['cause'] === 'system-fault';
    if (isFault || isFollowed.has(event.name)) this.facts.push(recoveryFactRow(id, event));
  }

  /** Open cases that an event of a terminal may have to do with. */
  private concerned({ name, terminalId, header, data }: ProjectedEvent): Iterable<string> {
    if (terminalId === undefined) return [];
    if (name === 'CommandAcknowledged') {
      const id = this.open!.commands.get((data['commandId'] as string).toLowerCase());
      return id === undefined ? [] : [id];
    }
    if (!ofOperators.has(name) || header.subject === undefined) return [];
    return this.open!.operators.get(header.subject) ?? [];
  }

  private async readOpen(tx: Queryable): Promise<NonNullable<typeof this.open>> {
    const open = { operators: new Map<string, Set<string>>(), commands: new Map<string, string>() };
    const text = `SELECT document FROM ${this.schema}.recovery_cases WHERE step IS NOT NULL ORDER BY id`;
    for (const { document } of await tx.query<{ document: RecoveryState }>(text)) index(open, document);
    return open;
  }
}

function index(
  { operators, commands }: { operators: Map<string, Set<string>>; commands: Map<string, string> },
  recovery: RecoveryState,
): void {
  const { id, orders } = recovery;
  const operatorId = recovery.operatorId.normalize('NFC');
  const ids = operators.get(operatorId) ?? new Set();
  const isOpen = nextStep(recovery) !== undefined;
  if (isOpen) operators.set(operatorId, ids.add(id));
  else if (ids.delete(id) && ids.size === 0) operators.delete(operatorId);
  for (const { endSessionsId, demandChangeId } of orders) {
    for (const commandId of [endSessionsId, demandChangeId]) {
      if (isOpen) commands.set(commandId, id);
      else commands.delete(commandId);
    }
  }
}

function caseIdOf({ stream }: { stream: string }): string {
  return stream.slice(caseStream.length);
}

/** Takes one event of a case's stream in; `undefined` while nothing was requested. */
export function withRecoveryEvent(
  recovery: RecoveryState | undefined,
  id: string,
  { name, data, header, position, revision }: Pick<LogEvent, 'name' | 'position' | 'revision' | 'header' | 'data'>,
): RecoveryState | undefined {
  const told = { name, data, recordedAt: header.recordedtime } as unknown as RecoveryEvent;
  const evolved = evolveRecovery(recovery, id, told);
  const requestedPosition = recovery?.requestedPosition ?? position;
  return evolved && Object.assign(evolved, { position, revision, requestedPosition });
}

/** `undefined` when nothing was requested under that id. */
export async function recoveryFromLog(
  store: Pick<EventStore, 'readStream'>,
  id: string,
): Promise<RecoveryState | undefined> {
  let recovery: RecoveryState | undefined;
  for await (const event of eventsOf(store, `${caseStream}${id}`)) recovery = withRecoveryEvent(recovery, id, event);
  return recovery;
}
