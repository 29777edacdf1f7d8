import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ImportKind, ImportRowStatus, ImportRowView, ImportView } from '@tillwatch/api';
import type { RegistryDecision, RegistryEntry } from '@tillwatch/domain';
import { type EncodedEvent, type PayloadOf, platformEvent } from '@tillwatch/events';
import { isCodedError, problem, type Problem } from '@tillwatch/kernel';
import type { CommandOrigin, DecisionDependencies } from '../alerts/decisions.js';
import { entryFromLog, operatorStream } from '../operators/operator-stream.js';
import { type ImportContext, importKinds, type PlannedRow } from './import-kinds.js';
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
  entry: RegistryEntry;
  revision: number;
  trained: Set<string>;
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
    const { columns, read } = importKinds[kind];
    const nowMs = this.of.clock();
    const planned = readCsv(bytes, charset, columns).map((row) => ({ row, ...attempt(() => read(row), row) }));
    const held = await this.held(planned.flatMap(({ value }) => value?.operatorId ?? []));
    const context: ImportContext = {
      actor: origin.actor,
      seesNames: origin.seesNames,
      nowMs,
      hasTraining: (id, topic, completedAt) => held.get(id)!.trained.has(trainingKey(topic, completedAt)),
    };
    const rows = planned.map(({ row, value, refusal }) =>
      value ? plan(row, value, held.get(value.operatorId)!, { context, tenant: origin.tenant }) : refused(row, refusal),
    );
    if (!dryRun) await this.write(held);
    return { kind, dryRun, counts: countsOf(rows), rows };
  }

  private async held(ids: readonly string[]): Promise<Map<string, Held>> {
    const held = new Map<string, Held>();
    const wanted = [...new Set(ids)];
    for (let start = 0; start < wanted.length; start += readAtOnce) {
      await Promise.all(wanted.slice(start, start + readAtOnce).map(async (id) => held.set(id, await this.read(id))));
    }
    return held;
  }

  private async read(id: string): Promise<Held> {
    const trained = new Set<string>();
    const known = await entryFromLog(this.of.store, id, ({ name, data }) => {
      if (name === 'TrainingRecorded') trained.add(keyOf(data as unknown as PayloadOf<'TrainingRecorded'>));
    });
    return { ...known, trained, events: [], rows: [] };
  }

  private async write(held: ReadonlyMap<string, Held>): Promise<void> {
    const changed = [...held].filter(([, { events }]) => events.length > 0);
    for (let start = 0; start < changed.length; start += writtenAtOnce) {
      const part = changed.slice(start, start + writtenAtOnce);
      const results = await this.of.store.append(
        part.map(([id, { revision, events }]) => ({ stream: operatorStream(id), expectedRevision: revision, events })),
      );
      part.forEach(([, { rows }], index) => {
        if (!results[index]!.ok) for (const row of rows) Object.assign(row, refusal(problem('revision-conflict')));
      });
    }
  }
}

function plan(
  row: CsvRow,
  { operatorId, plan: decide }: PlannedRow,
  held: Held,
  { context, tenant }: { context: ImportContext; tenant: string },
): ImportRowView {
  const outcome = attempt(() => decide(held.entry, context));
  if (!outcome.value) return refused(row, outcome.refusal, operatorId);
  const { status, decisions } = outcome.value;
  const view: ImportRowView = { line: row.line, status, operatorId };
  for (const decision of decisions) {
    held.events.push(encoded(decision, operatorId, context.nowMs, tenant));
    if (decision.name === 'TrainingRecorded') held.trained.add(keyOf(decision.data));
  }
  if (decisions.length > 0) held.rows.push(view);
  return view;
}

function encoded({ name, data }: RegistryDecision, subject: string, nowMs: number, tenant: string): EncodedEvent {
  const recordedtime = new Date(nowMs).toISOString();
  return platformEvent(name, data, { id: randomUUID(), source: '/platform/people', recordedtime, subject, tenant });
}

function keyOf({ topic, completedAt }: Pick<PayloadOf<'TrainingRecorded'>, 'topic' | 'completedAt'>): string {
  return trainingKey(topic, completedAt);
}

function trainingKey(topic: string, completedAt: string): string {
  return `${Date.parse(completedAt)}\n${topic}`;
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
