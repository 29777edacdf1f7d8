import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ImportKind, ImportRowStatus, ImportRowView, ImportView } from '@tillwatch/api';
import { type EncodedEvent, platformEvent } from '@tillwatch/events';
import { isCodedError, problem, type Problem } from '@tillwatch/kernel';
import type { CommandOrigin, DecisionDependencies } from '../alerts/decisions.js';
import { type ImportContext, type ImportDecision, type ImportDefinition, importKind, type PlannedRow } from './import-kinds.js'; // prettier-ignore
import { type CsvRow, readCsv } from './read-csv.js';

export class ImportFile extends Command<ImportView> {
  constructor(
    readonly kind: ImportKind,
    readonly bytes: Buffer,
    readonly charset: 'utf-8' | 'gb18030',
    readonly dryRun: boolean,
    readonly origin: CommandOrigin & { seesNames: boolean },
  ) {
    super();
  }
}

/** Streams read at a time, and streams written in one append. */
const readAtOnce = 16;
const writtenAtOnce = 200;

interface Held {
  state: unknown;
  revision: number;
  events: EncodedEvent[];
  /** Rows that say something new: refused together when somebody else wrote meanwhile. */
  rows: ImportRowView[];
}

/**
 * Plans every row upon what the log and the rows before it say, then appends what is new, each operator's as a whole.
 * A dry run ends after planning, so it answers what the import would. Given again, an import finds nothing new.
 */
@CommandHandler(ImportFile)
export class ImportFileHandler implements ICommandHandler<ImportFile> {
  constructor(private readonly of: DecisionDependencies) {}

  async execute({ kind, bytes, charset, dryRun, origin }: ImportFile): Promise<ImportView> {
    const definition = importKind(kind);
    const { columns, read } = definition;
    const nowMs = this.of.clock();
    const planned = readCsv(bytes, charset, columns).map((row) => ({ row, ...attempt(() => read(row), row) }));
    const held = await this.held(
      definition,
      planned.flatMap(({ value }) => value?.operatorId ?? []),
    );
    const context: ImportContext = { actor: origin.actor, seesNames: origin.seesNames, nowMs };
    const rows = planned.map(({ row, value, refusal }) =>
      value ? plan(row, value, held.get(value.operatorId)!, { context, tenant: origin.tenant }) : refused(row, refusal),
    );
    if (!dryRun) await this.write(definition, held);
    return { kind, dryRun, counts: countsOf(rows), rows };
  }

  private async held({ load }: ImportDefinition, ids: readonly string[]): Promise<Map<string, Held>> {
    const held = new Map<string, Held>();
    const read = async (id: string) => held.set(id, { ...(await load(this.of.store, id)), events: [], rows: [] });
    const wanted = [...new Set(ids)];
    for (let start = 0; start < wanted.length; start += readAtOnce) {
      await Promise.all(wanted.slice(start, start + readAtOnce).map(read));
    }
    return held;
  }

  private async write({ stream }: ImportDefinition, held: ReadonlyMap<string, Held>): Promise<void> {
    const changed = [...held].filter(([, { events }]) => events.length > 0);
    for (let start = 0; start < changed.length; start += writtenAtOnce) {
      const part = changed.slice(start, start + writtenAtOnce);
      const results = await this.of.store.append(
        part.map(([id, { revision, events }]) => ({ stream: stream(id), expectedRevision: revision, events })),
      );
      part.forEach(([, { rows }], index) => {
        if (!results[index]!.ok) for (const row of rows) Object.assign(row, refusal(problem('revision-conflict')));
      });
    }
  }
}

function plan(
  row: CsvRow,
  { operatorId, plan: decide }: PlannedRow<unknown>,
  held: Held,
  { context, tenant }: { context: ImportContext; tenant: string },
): ImportRowView {
  const outcome = attempt(() => decide(held.state, context));
  if (!outcome.value) return refused(row, outcome.refusal, operatorId);
  const { status, decisions } = outcome.value;
  const view: ImportRowView = { line: row.line, status, operatorId };
  for (const decision of decisions) held.events.push(encoded(decision, operatorId, context.nowMs, tenant));
  if (decisions.length > 0) held.rows.push(view);
  return view;
}

/** Events of a registration have the operator as their subject, those of a roster none: as their own commands say them. */
function encoded({ name, data }: ImportDecision, operatorId: string, nowMs: number, tenant: string): EncodedEvent {
  const subject = name === 'ShiftPlanned' ? {} : { subject: operatorId };
  const recordedtime = new Date(nowMs).toISOString();
  return platformEvent(name, data, { id: randomUUID(), source: '/platform/people', recordedtime, tenant, ...subject });
}

/** What a row comes to, or why it is refused. */
function attempt<Value>(what: () => Value, row?: CsvRow): { value?: Value; refusal?: Problem } {
  if (row?.problem) return { refusal: row.problem };
  try {
    return { value: what() };
  } catch (error) {
    if (isCodedError(error)) return { refusal: error.problem };
    throw error;
  }
}

function refused({ line }: CsvRow, why: Problem | undefined, operatorId?: string): ImportRowView {
  return { line, ...refusal(why!), ...(operatorId !== undefined && { operatorId }) };
}

function refusal({ code, path }: Problem): Pick<ImportRowView, 'status' | 'code' | 'path'> {
  return { status: 'refused', code, ...(path !== undefined && { path }) };
}

function countsOf(rows: readonly ImportRowView[]): Record<ImportRowStatus, number> {
  const counts = { created: 0, changed: 0, unchanged: 0, refused: 0 };
  for (const { status } of rows) counts[status] += 1;
  return counts;
}
