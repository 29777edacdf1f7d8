import type { AlertView, Severity } from '@tillwatch/api';
import type { Finding, KnownFinding } from '@tillwatch/detection';
import type { AlertRaised, AlertRevised, AlertSuperseded, LogEvent } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import { DocumentTable } from './document-table.js';
import { readPage, when, type PageCursor, type PageOf } from './paging.js';
import type { Change, ProjectedBatch, ProjectedEvent, Projection, ReadModel } from './read-model.js';

/** Every alert as the log last told of it. */
export const alerts: ReadModel = {
  name: 'alerts',
  version: 1,
  tables: [{ name: 'alerts', key: ['id'] }],
  schema: `
    CREATE TABLE alerts (
      id text COLLATE "C" PRIMARY KEY,
      key text COLLATE "C" NOT NULL,
      rule text COLLATE "C" NOT NULL,
      severity integer NOT NULL,
      status text COLLATE "C" NOT NULL,
      operator_id text COLLATE "C",
      terminal_id text COLLATE "C",
      store_id text COLLATE "C",
      first_at bigint NOT NULL,
      last_at bigint NOT NULL,
      raised_position bigint NOT NULL,
      document json NOT NULL
    );
    CREATE INDEX alerts_by_key ON alerts (key);
    CREATE INDEX alerts_by_time ON alerts (last_at, id);
    CREATE INDEX alerts_by_arrival ON alerts (raised_position);`,
  open: (schema, empty) => new AlertProjection(schema, empty),
};

/** The alert without its title, which belongs to the rule; plus what detection must know to go on from it. */
export type AlertRow = Omit<AlertView, 'title'>;

export interface AlertState extends AlertRow {
  anchor: string;
  /** Of the last event in the alert's stream. */
  revision: number;
  raisedPosition: number;
}

/** Ascending, so that the column sorts. */
export const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

class AlertProjection implements Projection {
  private readonly alerts: DocumentTable<AlertState>;

  constructor(schema: string, empty: boolean) {
    this.alerts = new DocumentTable({
      schema,
      empty,
      table: 'alerts',
      columns: [
        { name: 'key', type: 'text', of: (alert) => alert.key },
        { name: 'rule', type: 'text', of: (alert) => alert.rule },
        { name: 'severity', type: 'integer', of: (alert) => severities.indexOf(alert.severity) },
        { name: 'status', type: 'text', of: (alert) => alert.status },
        { name: 'operator_id', type: 'text', of: (alert) => alert.operatorId },
        { name: 'terminal_id', type: 'text', of: (alert) => alert.terminalId },
        { name: 'store_id', type: 'text', of: (alert) => alert.storeId },
        { name: 'first_at', type: 'bigint', of: (alert) => Date.parse(alert.firstAt) },
        { name: 'last_at', type: 'bigint', of: (alert) => Date.parse(alert.lastAt) },
        { name: 'raised_position', type: 'bigint', of: (alert) => alert.raisedPosition },
      ],
    });
  }

  get pending(): number {
    return this.alerts.pending;
  }

  async fold(tx: Queryable, { events }: ProjectedBatch): Promise<readonly Change[]> {
    const ours = events.filter((event) => event.stream.startsWith(alertStream));
    if (ours.length === 0) return [];
    await this.alerts.load(tx, ours.map(alertIdOf));
    const changed = new Set<string>();
    for (const event of ours) {
      const id = alertIdOf(event);
      const alert = evolveAlert(this.alerts.get(id), id, event);
      if (!alert) continue;
      this.alerts.put(alert);
      changed.add(id);
    }
    return [...changed].map((id) => ({ kind: 'alert', id }));
  }

  write(tx: Queryable): Promise<void> {
    return this.alerts.write(tx);
  }
}

const alertStream = 'alert-';

function alertIdOf({ stream }: ProjectedEvent): string {
  return stream.slice(alertStream.length);
}

/** Takes one event of an alert's stream in; `undefined` while nothing was raised. */
export function evolveAlert(alert: AlertState | undefined, id: string, event: AlertEvent): AlertState | undefined {
  const { name, position, revision } = event;
  if (name === 'AlertRaised') {
    const { key, ...data } = event.data as unknown as AlertRaised;
    const raised = { raisedAt: event.header.recordedtime, raisedPosition: position };
    return { id, status: 'open', ...data, key: `${key.groupBy}:${key.value}`, ...raised, position, revision };
  }
  if (!alert) return undefined;
  Object.assign(alert, { position, revision });
  if (name === 'AlertRevised') {
    delete alert.supersededBy;
    return Object.assign(alert, event.data as unknown as AlertRevised, { status: 'open' });
  }
  if (name !== 'AlertSuperseded') return alert;
  const { by } = event.data as AlertSuperseded;
  return Object.assign(alert, { status: 'superseded' }, by === undefined ? {} : { supersededBy: by });
}

export type AlertEvent = Pick<LogEvent, 'name' | 'position' | 'revision' | 'header' | 'data'>;

function rowOf({ anchor, revision, raisedPosition, ...alert }: AlertState): AlertRow {
  void [anchor, revision, raisedPosition];
  return alert;
}

export interface AlertQuery {
  severity?: Severity;
  rule?: string;
  /** Default open. */
  status?: AlertView['status'];
  operator?: string;
  terminal?: string;
  store?: string;
  /** Alerts whose events overlap this span of corrected event time, ms since 1970, inclusive. */
  from?: number;
  to?: number;
  /** Descending unless asked. Default lastAt. */
  sort?: 'lastAt' | 'severity' | 'raised';
  ascending?: boolean;
  limit: number;
  after?: PageCursor;
}

const sorts = {
  lastAt: ['last_at', 'id'],
  severity: ['severity', 'last_at', 'id'],
  raised: ['raised_position', 'id'],
};

export async function listAlerts(db: Queryable, query: AlertQuery): Promise<PageOf<AlertRow>> {
  const { severity, status = 'open', sort = 'lastAt', ascending = false, limit, after } = query;
  const page = await readPage<{ document: AlertState }>(db, {
    select: 'document',
    from: 'read_models.alerts',
    where: [
      ['status = ?', status],
      severity === undefined ? undefined : ['severity = ?', severities.indexOf(severity)],
      when(query.rule, 'rule = ?'),
      when(query.operator, 'operator_id = ?'),
      when(query.terminal, 'terminal_id = ?'),
      when(query.store, 'store_id = ?'),
      when(query.from, 'last_at >= ?'),
      when(query.to, 'first_at <= ?'),
    ],
    sort: { by: sorts[sort], descending: !ascending },
    limit,
    after,
  });
  return { ...page, items: page.items.map(({ document }) => rowOf(document)) };
}

/** Several at once, those that are known, any order. */
export async function getAlerts(db: Queryable, ids: readonly string[]): Promise<AlertRow[]> {
  const text = 'SELECT document FROM read_models.alerts WHERE id = ANY($1)';
  return (await db.query<{ document: AlertState }>(text, [ids])).map(({ document }) => rowOf(document));
}

export async function getAlert(db: Queryable, id: string): Promise<AlertRow | undefined> {
  return (await getAlerts(db, [id]))[0];
}

/** Alerts of some keys (`operator:o-7`), as detection compares them with what it finds. */
export async function knownFindings(tx: Queryable, keys: readonly string[]): Promise<Map<string, KnownFinding[]>> {
  const text = 'SELECT document FROM read_models.alerts WHERE key = ANY($1)';
  const rows = await tx.query<{ document: AlertState }>(text, [keys], 'known findings');
  const found = new Map<string, KnownFinding[]>();
  for (const { document: alert } of rows) {
    const known = {
      alertId: alert.id,
      rule: alert.rule,
      finding: findingOf(alert),
      superseded: alert.status === 'superseded',
    };
    found.set(alert.key, [...(found.get(alert.key) ?? []), known]);
  }
  return found;
}

/** What detection must know of an alert before it appends to its stream. */
export async function alertStates(tx: Queryable, ids: readonly string[]): Promise<Map<string, AlertState>> {
  const text = 'SELECT document FROM read_models.alerts WHERE id = ANY($1)';
  const rows = await tx.query<{ document: AlertState }>(text, [ids], 'alert states');
  return new Map(rows.map(({ document }) => [document.id, document]));
}

export function findingOf({ anchor, severity, count, evidence, details, ...alert }: AlertState): Finding {
  const [firstAt, lastAt] = [Date.parse(alert.firstAt), Date.parse(alert.lastAt)];
  return { anchor, severity, count, firstAt, lastAt, evidence, details };
}
