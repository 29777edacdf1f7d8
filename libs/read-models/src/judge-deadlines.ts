import { alertIdOf } from '@tillwatch/detection';
import { stageOf, type RuleLife } from '@tillwatch/domain';
import { platformEvent } from '@tillwatch/events';
import type { EventStore, StreamAppend } from '@tillwatch/event-store';
import { uuidFromName } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { findingAppend, keyNamed, shadowEnding, type Judged } from './alert-events.js';
import type { AlertState } from './alerts.js';
import { isAway } from './away.js';
import type { Deadline, Moment } from './deadline.js';
import { minuteMs } from './deadline-sql.js';
import { knownUntil, storeMoments } from './deadline-moment.js';
import { deadlines } from './deadlines.js';
import { endedAlerts, endedShadows, leftShadows, untoldRows, type EndedRow, type WatchedRow } from './due-rows.js';
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
  /** Those that could not be judged, while others could. */
  failed: { rule: string; error: unknown }[];
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
  const report: JudgingReport = { judgedAtMs, told: 0, ended: 0, limited: [], failed: [] };
  for (const deadline of judging.deadlines ?? deadlines) {
    try {
      await judgeOne(deadline, lives.get(deadline.id), at, { judging, report });
    } catch (error) {
      // A store that is away fails them all; one that fails alone must not keep the others from being judged.
      if (isAway(error)) throw error;
      report.failed.push({ rule: deadline.id, error });
    }
  }
  return report;
}

async function judgeOne(
  deadline: Deadline,
  life: RuleLife | undefined,
  at: Moment,
  { judging, report }: { judging: DeadlineJudging; report: JudgingReport },
): Promise<void> {
  const { database, store } = judging;
  const overdue = isSilent(life, deadline) ? [] : await untoldRows(database, deadline, at, maxRows);
  const told = await append(store, await tellingsOf(deadline, overdue, life, judging));
  report.told += told;
  const ended = [
    (await endedAlerts(database, deadline, at.nowMs, maxRows)).map((row) => endingOf(row, judging)),
    ...(await shadowEndings(deadline, life, at, judging)),
  ];
  report.ended += await append(store, ended.flat());
  // Rows that nobody may be told of stay untold: more of them is no reason to judge again.
  const isMore = ended.some(({ length }) => length === maxRows);
  if ((overdue.length === maxRows && told > 0) || isMore) report.limited.push(deadline.id);
}

/** What ends shadow findings: what ends alerts, and that the deadline is in shadow no more. */
async function shadowEndings(
  deadline: Deadline,
  life: RuleLife | undefined,
  { nowMs }: Moment,
  judging: DeadlineJudging,
): Promise<StreamAppend[][]> {
  const { database } = judging;
  const ended = await endedShadows(database, deadline, nowMs, maxRows);
  const done = new Set(ended.map(({ document }) => document.id));
  const left = (await leftShadows(database, deadline, life, maxRows)).filter(({ id }) => !done.has(id));
  return [
    ended.map(({ document: shadow, at }) => {
      const isInTime = at <= Date.parse(shadow.lastAt);
      return shadowEnding(shadow, isInTime ? { superseded: true } : { clearedAt: instant(at) }, judging);
    }),
    left.map((shadow) => {
      const { since } = stageOf(life, deadline.version, shadow.storeId, Infinity);
      return shadowEnding(shadow, { clearedAt: since ?? instant(nowMs) }, judging);
    }),
  ];
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
  const key = keyNamed(row.key);
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

/** Done in time after all, it is superseded; after its time, it is cleared. */
function endingOf({ document: alert, at, by }: EndedRow<AlertState>, { tenant, nowMs }: DeadlineJudging): StreamAppend {
  const { id, revision } = alert;
  const origin = {
    id: uuidFromName(`${id}|${revision + 1}`),
    source: '/platform/detection',
    tenant,
    recordedtime: instant(nowMs),
  };
  const event =
    at <= Date.parse(alert.lastAt)
      ? platformEvent('AlertSuperseded', {}, origin)
      : platformEvent('AlertCleared', { at: instant(at), ...(by !== null && { by }) }, origin);
  return { stream: `alert-${id}`, expectedRevision: revision, events: [event] };
}
