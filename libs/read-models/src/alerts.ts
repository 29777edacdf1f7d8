import type { AlertView, Severity } from '@tillwatch/api';
import type { Finding, KnownFinding } from '@tillwatch/detection';
import { dueTimes, evolveAlert, isInhibitor, severityRank, type Alert, type AlertEvent } from '@tillwatch/domain';
import type { LogEvent } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import { historyColumns, historyRow, historySchema, type HistoryRow } from './alert-history.js';
import { DocumentTable } from './document-table.js';
import { instant, readPage, when, type Condition, type PageCursor, type PageOf } from './paging.js';
import type { Change, ProjectedBatch, ProjectedEvent, Projection, ReadModel } from './read-model.js';
import { insertRows } from './set-based.js';

/** Every alert as the log last told of it, and what happened to it: one fold makes both. */
export const alerts: ReadModel = {
  name: 'alerts',
  version: 3,
  tables: [
    { name: 'alerts', key: ['id'] },
    { name: 'alert_history', key: ['alert_id', 'revision'] },
  ],
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
      assignee text COLLATE "C",
      acknowledge_by bigint NOT NULL,
      resolve_by bigint NOT NULL,
      reason text COLLATE "C",
      acknowledge_ms bigint,
      resolve_ms bigint,
      cleared_at bigint,
      document json NOT NULL
    );
    CREATE INDEX alerts_by_key ON alerts (key);
    CREATE INDEX alerts_by_rule ON alerts (rule, last_at) WHERE status <> 'superseded';
    CREATE INDEX alerts_by_time ON alerts (last_at, id);
    CREATE INDEX alerts_by_arrival ON alerts (raised_position);
    CREATE INDEX alerts_by_due ON alerts (acknowledge_by) WHERE status = 'open';
    ${historySchema}`,
  open: (schema, empty) => new AlertProjection(schema, empty),
};

/** The alert without its title, which belongs to the rule, and as nobody's clock and no other alert makes it look. */
export type AlertRow = Omit<AlertView, 'title'>;

/** The alert with what the projector must know to go on from it. */
export interface AlertState extends Alert {
  position: number;
  /** Of the last event in the alert's stream. */
  revision: number;
  raisedPosition: number;
}

class AlertProjection implements Projection {
  private readonly alerts: DocumentTable<AlertState>;
  private history: HistoryRow[] = [];

  constructor(
    private readonly schema: string,
    empty: boolean,
  ) {
    this.alerts = new DocumentTable({
      schema,
      empty,
      table: 'alerts',
      columns: [
        { name: 'key', type: 'text', of: (alert) => alert.key },
        { name: 'rule', type: 'text', of: (alert) => alert.rule },
        { name: 'severity', type: 'integer', of: (alert) => severityRank(alert.severity) },
        { name: 'status', type: 'text', of: (alert) => alert.status },
        { name: 'operator_id', type: 'text', of: (alert) => alert.operatorId },
        { name: 'terminal_id', type: 'text', of: (alert) => alert.terminalId },
        { name: 'store_id', type: 'text', of: (alert) => alert.storeId },
        { name: 'first_at', type: 'bigint', of: (alert) => Date.parse(alert.firstAt) },
        { name: 'last_at', type: 'bigint', of: (alert) => Date.parse(alert.lastAt) },
        { name: 'raised_position', type: 'bigint', of: (alert) => alert.raisedPosition },
        { name: 'assignee', type: 'text', of: (alert) => alert.assignee },
        { name: 'acknowledge_by', type: 'bigint', of: (alert) => dueTimes(alert).acknowledgeBy },
        { name: 'resolve_by', type: 'bigint', of: (alert) => dueTimes(alert).resolveBy },
        { name: 'reason', type: 'text', of: judgedReason },
        { name: 'acknowledge_ms', type: 'bigint', of: (alert) => since(alert, alert.acknowledged ?? alert.resolution) },
        { name: 'resolve_ms', type: 'bigint', of: (alert) => since(alert, alert.resolution) },
        { name: 'cleared_at', type: 'bigint', of: clearedAt },
      ],
    });
  }

  get pending(): number {
    return this.alerts.pending + this.history.length;
  }

  async fold(tx: Queryable, { events }: ProjectedBatch): Promise<readonly Change[]> {
    const ours = events.filter((event) => event.stream.startsWith(alertStream));
    if (ours.length === 0) return [];
    await this.alerts.load(tx, ours.map(alertIdOf));
    const changed = new Set<string>();
    let holdsOthers = false;
    for (const event of ours) {
      const id = alertIdOf(event);
      const alert = withEvent(this.alerts.get(id), id, event);
      if (!alert) continue;
      this.alerts.put(alert);
      this.history.push(historyRow(id, event));
      changed.add(id);
      holdsOthers ||= isInhibitor(alert.rule);
    }
    const changes = [...changed].map((id): Change => ({ kind: 'alert', id }));
    return holdsOthers ? [...changes, { kind: 'lists', id: 'alerts' }] : changes;
  }

  async write(tx: Queryable): Promise<void> {
    await this.alerts.write(tx);
    await insertRows(tx, `${this.schema}.alert_history`, historyColumns, this.history, '');
    this.history = [];
  }
}

const alertStream = 'alert-';

function alertIdOf({ stream }: ProjectedEvent): string {
  return stream.slice(alertStream.length);
}

/** Takes one event of an alert's stream in; `undefined` while nothing was raised. */
export function withEvent(
  alert: AlertState | undefined,
  id: string,
  { name, data, header, position, revision }: Pick<LogEvent, 'name' | 'position' | 'revision' | 'header' | 'data'>,
): AlertState | undefined {
  const evolved = evolveAlert(alert, id, { name, data, at: header.recordedtime } as unknown as AlertEvent);
  return evolved && Object.assign(evolved, { position, revision, raisedPosition: alert?.raisedPosition ?? position });
}

/** What somebody found it to be, while nothing says otherwise. */
function judgedReason({ status, resolution }: AlertState): string | undefined {
  return status === 'resolved' ? resolution?.reason : undefined;
}

function clearedAt({ clearedAt: at }: AlertState): number | undefined {
  return at === undefined ? undefined : Date.parse(at);
}

/** From when it was opened, ms. */
function since({ openedAt }: AlertState, action: { at: string } | undefined): number | undefined {
  return action && Date.parse(action.at) - Date.parse(openedAt);
}

function rowOf({ anchor, raisedPosition, actions, ...alert }: AlertState): AlertRow {
  void [anchor, raisedPosition, actions];
  const { acknowledgeBy, resolveBy } = dueTimes(alert);
  return { ...alert, acknowledgeBy: instant(acknowledgeBy), resolveBy: instant(resolveBy) };
}

/** Which alerts; those undefined restrict nothing. */
export interface AlertFilter {
  severity?: Severity;
  rule?: string;
  /** Default open. */
  status?: AlertView['status'];
  assignee?: string;
  operator?: string;
  terminal?: string;
  store?: string;
  /** Alerts whose events overlap this span of corrected event time, ms since 1970, inclusive. */
  from?: number;
  to?: number;
}

export interface AlertQuery extends AlertFilter {
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
  const { sort = 'lastAt', ascending = false, limit, after } = query;
  const page = await readPage<{ document: AlertState }>(db, {
    select: 'document',
    from: 'read_models.alerts',
    where: alertConditions(query),
    sort: { by: sorts[sort], descending: !ascending },
    limit,
    after,
  });
  return { ...page, items: page.items.map(({ document }) => rowOf(document)) };
}

export function alertConditions(filter: AlertFilter): (Condition | undefined)[] {
  const { severity, status = 'open' } = filter;
  return [
    ['status = ?', status],
    severity === undefined ? undefined : ['severity = ?', severityRank(severity)],
    when(filter.rule, 'rule = ?'),
    when(filter.assignee, 'assignee = ?'),
    when(filter.operator, 'operator_id = ?'),
    when(filter.terminal, 'terminal_id = ?'),
    when(filter.store, 'store_id = ?'),
    when(filter.from, 'last_at >= ?'),
    when(filter.to, 'first_at <= ?'),
  ];
}

/** Several at once, those that are known, any order. */
export async function getAlerts(db: Queryable, ids: readonly string[]): Promise<AlertRow[]> {
  const text = 'SELECT document FROM read_models.alerts WHERE id = ANY($1)';
  return (await db.query<{ document: AlertState }>(text, [ids])).map(({ document }) => rowOf(document));
}

export async function getAlert(db: Queryable, id: string): Promise<AlertRow | undefined> {
  return (await getAlerts(db, [id]))[0];
}

/** Of some keys (`operator:o-7`), as detection compares them with what it finds. */
export async function knownAlerts(tx: Queryable, keys: readonly string[]): Promise<[key: string, KnownFinding][]> {
  const text = 'SELECT document FROM read_models.alerts WHERE key = ANY($1)';
  const rows = await tx.query<{ document: AlertState }>(text, [keys], 'known alerts');
  return rows.map(({ document: { key, id: alertId, rule, status, ...finding } }) => [
    key,
    { alertId, rule, superseded: status === 'superseded', finding: findingOf(finding) },
  ]);
}

/** What detection must know of an alert before it appends to its stream. */
export async function alertStates(tx: Queryable, ids: readonly string[]): Promise<Map<string, AlertState>> {
  const text = 'SELECT document FROM read_models.alerts WHERE id = ANY($1)';
  const rows = await tx.query<{ document: AlertState }>(text, [ids], 'alert states');
  return new Map(rows.map(({ document }) => [document.id, document]));
}

/** Of some keys (`operator:o-7`), those of one rule. */
export async function alertsOfRule(db: Queryable, rule: string, keys: readonly string[]): Promise<AlertState[]> {
  const text = 'SELECT document FROM read_models.alerts WHERE key = ANY($1) AND rule = $2';
  return (await db.query<{ document: AlertState }>(text, [keys, rule])).map(({ document }) => document);
}

/** What a rule found, as its events tell it. */
export type ToldFinding = Pick<Alert, 'anchor' | 'severity' | 'count' | 'evidence' | 'details' | 'firstAt' | 'lastAt'>;

export function findingOf({ anchor, severity, count, evidence, details, ...alert }: ToldFinding): Finding {
  const [firstAt, lastAt] = [Date.parse(alert.firstAt), Date.parse(alert.lastAt)];
  return { anchor, severity, count, firstAt, lastAt, evidence, details };
}
