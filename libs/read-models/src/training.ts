import type { TrainingMethod, TrainingView } from '@tillwatch/api';
import { requiredTopic, type OperatorState, type RegistryEntry } from '@tillwatch/domain';
import type { TrainingRecorded } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import { DocumentTable } from './document-table.js';
import { operatorStream, registrationView } from './operator-registry.js';
import { instant, readPage, when, type PageCursor, type PageOf } from './paging.js';
import type { Change, ProjectedBatch, ProjectedEvent, Projection, ReadModel } from './read-model.js';

/** The latest training of each operator on each topic, and the one that everybody who is registered must have. */
export const training: ReadModel = {
  name: 'training',
  version: 1,
  tables: [{ name: 'training', key: ['id'] }],
  schema: `
    CREATE TABLE training (
      id text COLLATE "C" PRIMARY KEY,
      operator_id text COLLATE "C" NOT NULL,
      topic text COLLATE "C" NOT NULL,
      due_at bigint NOT NULL,
      document json NOT NULL
    );
    CREATE INDEX training_by_due ON training (due_at, id);`,
  open: (schema, empty) => new TrainingProjection(schema, empty),
};

interface TrainingRow {
  id: string;
  operatorId: string;
  topic: string;
  /** ms since 1970. */
  dueAt: number;
  /** Absent: never trained on it. */
  last?: { completedAt: number; method: TrainingMethod; evidence?: string; by: string };
}

class TrainingProjection implements Projection {
  private readonly rows: DocumentTable<TrainingRow>;

  constructor(schema: string, empty: boolean) {
    this.rows = new DocumentTable({
      schema,
      empty,
      table: 'training',
      columns: [
        { name: 'operator_id', type: 'text', of: (row) => row.operatorId },
        { name: 'topic', type: 'text', of: (row) => row.topic },
        { name: 'due_at', type: 'bigint', of: (row) => row.dueAt },
      ],
    });
  }

  get pending(): number {
    return this.rows.pending;
  }

  async fold(tx: Queryable, { events }: ProjectedBatch): Promise<readonly Change[]> {
    const ours = events.filter(({ name }) => name === 'OperatorRegistered' || name === 'TrainingRecorded');
    if (ours.length === 0) return [];
    await this.rows.load(tx, ours.map((event) => rowId(event.stream, topicOf(event)))); // prettier-ignore
    for (const event of ours) this.take(event);
    return [{ kind: 'lists', id: 'training' }];
  }

  write(tx: Queryable): Promise<void> {
    return this.rows.write(tx);
  }

  private take(event: ProjectedEvent): void {
    const topic = topicOf(event);
    const id = rowId(event.stream, topic);
    const held = this.rows.get(id);
    const row = held ?? { id, operatorId: event.stream.slice(operatorStream.length), topic, dueAt: event.recordedAt };
    if (event.name === 'TrainingRecorded') complete(row, event.data as unknown as TrainingRecorded);
    else if (held) return;
    this.rows.put(row);
  }
}

function complete(row: TrainingRow, { completedAt, expiresAt, method, evidence, actor }: TrainingRecorded): void {
  const at = Date.parse(completedAt);
  if (row.last && row.last.completedAt > at) return;
  row.last = { completedAt: at, method, ...(evidence !== undefined && { evidence }), by: actor };
  row.dueAt = Date.parse(expiresAt);
}

function topicOf({ name, data }: ProjectedEvent): string {
  return name === 'TrainingRecorded' ? (data as unknown as TrainingRecorded).topic : requiredTopic;
}

/** Neither an operator's id nor a topic holds a line break. */
function rowId(stream: string, topic: string): string {
  return `${stream.slice(operatorStream.length)}\n${topic}`;
}

export interface TrainingQuery {
  nowMs: number;
  /** Default: both. */
  overdue?: boolean;
  operator?: string;
  topic?: string;
  limit: number;
  after?: PageCursor;
}

/** What is due of everybody who has not left, the most urgent first. */
export async function listTraining(db: Queryable, query: TrainingQuery): Promise<PageOf<TrainingView>> {
  const { nowMs, overdue, operator, topic, limit, after } = query;
  const page = await readPage<{ document: TrainingRow; registered: RegistryEntry; seen: OperatorState | null }>(db, {
    select: 'training.document, operator_registry.document AS registered, operator_state.document AS seen',
    from: `read_models.training
      JOIN read_models.operator_registry ON operator_registry.id = operator_id
      LEFT JOIN read_models.operator_state ON operator_state.id = operator_id`,
    where: [
      ['registration <> ?', 'left'],
      overdue === undefined ? undefined : [overdue ? 'due_at <= ?' : 'due_at > ?', nowMs],
      when(operator, 'operator_id = ?'),
      when(topic, 'topic = ?'),
    ],
    sort: { by: ['due_at', 'training.id'], descending: false },
    limit,
    after,
  });
  return { ...page, items: page.items.map((row) => viewOf(row.document, row, nowMs)) };
}

function viewOf(
  { operatorId, topic, dueAt, last }: TrainingRow,
  { registered, seen }: { registered: RegistryEntry; seen: OperatorState | null },
  nowMs: number,
): TrainingView {
  const { name, status, stores } = registrationView(registered)!;
  return {
    operatorId,
    ...(name !== undefined && { name }),
    topic,
    status,
    stores,
    ...(last && {
      completedAt: instant(last.completedAt),
      method: last.method,
      ...(last.evidence !== undefined && { evidence: last.evidence }),
      recordedBy: last.by,
    }),
    dueAt: instant(dueAt),
    overdue: dueAt <= nowMs,
    ...(seen && seen.lastSeen > Number.MIN_SAFE_INTEGER && { lastSeen: instant(seen.lastSeen) }),
  };
}
