import type { ShadowFindingView } from '@tillwatch/api';
import type { KnownFinding } from '@tillwatch/detection';
import type { LogEvent, ShadowFindingRecorded } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import { findingOf } from './alerts.js';
import { DocumentTable } from './document-table.js';
import { readPage, type PageCursor, type PageOf } from './paging.js';
import type { Change, ProjectedBatch, Projection, ReadModel } from './read-model.js';

/** What rules in shadow would have raised alerts for. */
export const shadowFindings: ReadModel = {
  name: 'shadow-findings',
  version: 1,
  tables: [{ name: 'shadow_findings', key: ['id'] }],
  schema: `
    CREATE TABLE shadow_findings (
      id text COLLATE "C" PRIMARY KEY,
      key text COLLATE "C" NOT NULL,
      rule text COLLATE "C" NOT NULL,
      last_at bigint NOT NULL,
      document json NOT NULL
    );
    CREATE INDEX shadow_findings_by_key ON shadow_findings (key);
    CREATE INDEX shadow_findings_by_rule ON shadow_findings (rule, last_at, id);`,
  open: (schema, empty) => new ShadowProjection(schema, empty),
};

/** What the stream `shadow-<alert id>` tells. */
export interface ShadowState extends ShadowFindingView {
  anchor: string;
  revision: number;
}

export const shadowStream = 'shadow-';

class ShadowProjection implements Projection {
  private readonly findings: DocumentTable<ShadowState>;

  constructor(schema: string, empty: boolean) {
    this.findings = new DocumentTable({
      schema,
      empty,
      table: 'shadow_findings',
      columns: [
        { name: 'key', type: 'text', of: (finding) => finding.key },
        { name: 'rule', type: 'text', of: (finding) => finding.rule },
        { name: 'last_at', type: 'bigint', of: (finding) => Date.parse(finding.lastAt) },
      ],
    });
  }

  get pending(): number {
    return this.findings.pending;
  }

  async fold(tx: Queryable, { events }: ProjectedBatch): Promise<readonly Change[]> {
    const ours = events.filter((event) => event.name === 'ShadowFindingRecorded');
    await this.findings.load(tx, ours.map(idOf));
    for (const event of ours) this.findings.put(withRecord(this.findings.get(idOf(event)), event));
    return [];
  }

  write(tx: Queryable): Promise<void> {
    return this.findings.write(tx);
  }
}

function idOf({ stream }: Pick<LogEvent, 'stream'>): string {
  return stream.slice(shadowStream.length);
}

/** Takes a record in: each tells the whole finding. */
export function withRecord(known: ShadowState | undefined, event: LogEvent): ShadowState {
  const { position, revision, header, data } = event;
  const { finding, superseded, clearedAt } = data as unknown as ShadowFindingRecorded;
  const { key, ...told } = finding;
  const recordedAt = known?.recordedAt ?? header.recordedtime;
  const ending = { superseded, ...(clearedAt !== undefined && { clearedAt }) };
  return { id: idOf(event), ...told, key: `${key.groupBy}:${key.value}`, recordedAt, ...ending, position, revision };
}

/** The latest first, by corrected time of their last event. */
export async function listShadowFindings(
  db: Queryable,
  { rule, limit, after }: { rule: string; limit: number; after?: PageCursor },
): Promise<PageOf<ShadowFindingView>> {
  const page = await readPage<{ document: ShadowState }>(db, {
    select: 'document',
    from: 'read_models.shadow_findings',
    where: [['rule = ?', rule]],
    sort: { by: ['last_at', 'id'], descending: true },
    limit,
    after,
  });
  return { ...page, items: page.items.map(({ document }) => viewOf(document)) };
}

function viewOf({ anchor, revision, ...finding }: ShadowState): ShadowFindingView {
  void [anchor, revision];
  return finding;
}

export async function shadowStates(tx: Queryable, ids: readonly string[]): Promise<Map<string, ShadowState>> {
  const text = 'SELECT document FROM read_models.shadow_findings WHERE id = ANY($1)';
  const rows = await tx.query<{ document: ShadowState }>(text, [ids], 'shadow states');
  return new Map(rows.map(({ document }) => [document.id, document]));
}

/** Of some keys (`operator:o-7`), as detection compares them with what it finds. */
export async function knownShadows(tx: Queryable, keys: readonly string[]): Promise<[key: string, KnownFinding][]> {
  const text = 'SELECT document FROM read_models.shadow_findings WHERE key = ANY($1)';
  const rows = await tx.query<{ document: ShadowState }>(text, [keys], 'known shadows');
  return rows.map(({ document: { key, id: alertId, rule, superseded, ...finding } }) => [
    key,
    { alertId, rule, superseded, finding: findingOf(finding) },
  ]);
}
