import { alertIdOf, type Grouping } from '@tillwatch/detection';
import { stageOf, type RuleLife } from '@tillwatch/domain';
import { platformEvent } from '@tillwatch/events';
import type { EventStore, StreamAppend } from '@tillwatch/event-store';
import { uuidFromName } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { findingAppend, type Judged } from './alert-events.js';
import type { AlertState } from './alerts.js';
import type { Deadline, Ended, Moment } from './deadline.js';
import { dayMs, minuteMs } from './deadline-sql.js';
import { knownUntil, storeMoments } from './deadline-moment.js';
import { deadlines } from './deadlines.js';
import { endedRows, untoldRows, type EndedRow, type WatchedRow } from './due-rows.js';
import { instant } from './paging.js';
import { ruleLives } from './rule-life.js';
import { toldInRows, type Told } from './told.js';

export interface DeadlineJudging {
  database: Queryable;
  store: Pick<EventStore, 'append' | 'head' | 'readAll'>;
  tenant: string;
  /** Our clock, ms since 1970. */
  nowMs: number;
  listeningSinceMs: number;
  /** Default: all of them. */
  deadlines?: readonly Deadline[];
}

export interface JudgingReport {
  /** The instant they were judged at. */
  judgedAtMs: number;
  /** Alerts and shadow findings told, or told again. */
  told: number;
  ended: number;
  /** Ids of the deadlines of which there was more than one judging takes: judge again. */
  limited: string[];
}

/** Rows that one judging of one deadline tells, and ends. */
const maxRows = 500;
/** Who is told later than this after the time hears so: three heartbeats and some. */
const onTimeMs = 20 * minuteMs;

/**
 * Compares what is overdue with what is told, and appends the difference. An alert's id is made of its deadline, key and
 * start, and its stream must be where it was read: of two who judge at once, or one who does so again after a crash, one
 * is heard.
 */
export async function judgeDeadlines(judging: DeadlineJudging): Promise<JudgingReport> {
  const { database, store, nowMs, listeningSinceMs } = judging;
  const judgedAtMs = await knownUntil(database, store, nowMs);
  const [lives, stores] = await Promise.all([ruleLives(database), storeMoments(database, judgedAtMs, judgedAtMs)]);
  const at: Moment = { nowMs: judgedAtMs, untilMs: judgedAtMs, listeningSinceMs, stores };
  const report: JudgingReport = { judgedAtMs, told: 0, ended: 0, limited: [] };
  for (const deadline of judging.deadlines ?? deadlines) {
    const overdue = isSilent(lives.get(deadline.id), deadline) ? [] : await untoldRows(database, deadline, at, maxRows);
    const tellings = await tellingsOf(deadline, overdue, lives.get(deadline.id), judging);
    const ended = await endedRows(database, deadline, judgedAtMs, maxRows);
    const endings = ended.map((row) => endingOf(deadline, row, judging));
    const told = await append(store, tellings);
    report.told += told;
    report.ended += await append(store, endings);
    // Rows that nobody may be told of stay untold: more of them is no reason to judge again.
    if ((overdue.length === maxRows && told > 0) || ended.length === maxRows) report.limited.push(deadline.id);
  }
  return report;
}

/** It tells nobody anything anywhere, and never spoke of a store. */
function isSilent(life: RuleLife | undefined, { version }: Deadline): boolean {
  const { stage } = stageOf(life, version, undefined, Infinity);
  return (stage === 'draft' || stage === 'retired') && !life?.changes.some(({ stores }) => stores);
}

async function append(store: Pick<EventStore, 'append'>, appends: readonly StreamAppend[]): Promise<number> {
  if (appends.length === 0) return 0;
  // A stream that is elsewhere was told by another, or a person was quicker: the rows say so the next time.
  return (await store.append(appends)).filter(({ ok }) => ok).length;
}

async function tellingsOf(
  deadline: Deadline,
  rows: readonly WatchedRow[],
  life: RuleLife | undefined,
  { database, tenant, nowMs }: DeadlineJudging,
): Promise<StreamAppend[]> {
  if (rows.length === 0) return [];
  const judged = rows.map((row) => raiseOf(deadline, row, nowMs));
  const known = await toldInRows(
    database,
    judged.map(({ alertId }) => alertId),
  );
  return judged.flatMap((decision, index) => {
    const told: Told = known.get(decision.alertId) ?? {};
    const store = rows[index]!.store_id ?? undefined;
    const stage = stageOf(life, deadline.version, store, Infinity);
    return findingAppend(decision, told, { nowMs, tenant, stage }) ?? [];
  });
}

type Raise = Extract<Judged, { kind: 'raise' }>;

/** The alert id of a row is that of its deadline, key and start. */
export function raiseOf({ id, version, basis }: Deadline, row: WatchedRow, nowMs: number): Raise {
  const colon = row.key.indexOf(':');
  const key = { groupBy: row.key.slice(0, colon) as Grouping, value: row.key.slice(colon + 1) };
  const lateByMs = basis === 'watermark' && nowMs - row.due_at > onTimeMs ? nowMs - row.due_at : 0;
  return {
    kind: 'raise',
    alertId: alertIdOf(id, key, row.anchor),
    rule: { id, version },
    key,
    lateByMs,
    ...(row.operator_id !== null && { operatorId: row.operator_id }),
    ...(row.terminal_id !== null && { terminalId: row.terminal_id }),
    ...(row.store_id !== null && { storeId: row.store_id }),
    finding: {
      anchor: row.anchor,
      severity: row.severity,
      count: row.count,
      firstAt: row.started_at,
      lastAt: row.due_at,
      evidence: row.evidence === null ? [] : [row.evidence],
      details: row.details,
    },
  };
}

/** Done in time after all, it is superseded; after its time, it is cleared, or worse than that if it is a finding itself. */
function endingOf(
  deadline: Deadline,
  { document: alert, ...ended }: EndedRow,
  { tenant, nowMs }: DeadlineJudging,
): StreamAppend {
  const { id, revision } = alert;
  const origin = (step: number) => ({
    id: uuidFromName(`${id}|${revision + step}`),
    source: '/platform/detection',
    tenant,
    recordedtime: instant(nowMs),
  });
  const stream = { stream: `alert-${id}`, expectedRevision: revision };
  if (ended.at <= Date.parse(alert.lastAt)) {
    return { ...stream, events: [platformEvent('AlertSuperseded', {}, origin(1))] };
  }
  const cleared = { at: instant(ended.at), ...(ended.by !== null && { by: ended.by }) };
  const severity = deadline.whenEnded?.({ startedAt: Date.parse(alert.firstAt) }, ended);
  if (severity === undefined) return { ...stream, events: [platformEvent('AlertCleared', cleared, origin(1))] };
  const worse = platformEvent('AlertRevised', worseThan(alert, ended, severity, nowMs), origin(1));
  return { ...stream, events: [worse, platformEvent('AlertCleared', cleared, origin(2))] };
}

/** Its times stay those of the deadline: by them it is compared with what arrives late. */
function worseThan(alert: AlertState, ended: Ended, severity: AlertState['severity'], nowMs: number) {
  const lateByMs = nowMs - ended.at > onTimeMs ? nowMs - ended.at : 0;
  return {
    severity,
    count: alert.count + 1,
    firstAt: alert.firstAt,
    lastAt: alert.lastAt,
    evidence: [...alert.evidence, ...(ended.by === null ? [] : [ended.by])],
    details: { ...alert.details, days: Math.floor((ended.at - Date.parse(alert.firstAt)) / dayMs) },
    late: lateByMs > 0,
    lateByMs,
  };
}
