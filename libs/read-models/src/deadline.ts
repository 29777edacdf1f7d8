import type { Severity } from '@tillwatch/api';
import type { Text } from '@tillwatch/detection';
import type { OpenHours } from '@tillwatch/domain';

/** When deadlines are judged, and what SQL cannot know of it. Times in ms since 1970. */
export interface Moment {
  /** All that was recorded up to here has been taken in. */
  nowMs: number;
  /** What is due up to here is asked for: `nowMs`, or later by who wants to know what is due soon. */
  untilMs: number;
  /** Since when terminals could tell us something: what we did not listen for counts for no silence. */
  listeningSinceMs: number;
  /** Stores whose opening hours are known. */
  stores: readonly StoreMoment[];
}

export interface StoreMoment {
  id: string;
  /** The hours it is in; absent while it is closed. */
  open?: OpenHours;
  /** Of the last two days and what is asked for, ascending. */
  closings: readonly number[];
}

export interface Select {
  /** Yields `DueRow`s; `$1` on are `values`. */
  text: string;
  values: readonly unknown[];
}

/** Something that nobody has done and that is due by `untilMs`. */
export interface DueRow {
  /** `operator:o-7` or `terminal:t-3`. */
  key: string;
  /** UUID made of what started it: the same start is the same alert. */
  anchor: string;
  /** 1, and more with each later time that has passed: with it an alert that was told is told again. */
  count: number;
  severity: Severity;
  started_at: number;
  due_at: number;
  operator_id: string | null;
  /** For `watermark`: whose data must be complete. */
  terminal_id: string | null;
  store_id: string | null;
  /** CloudEvents id of what started it. */
  evidence: string | null;
  details: Record<string, unknown>;
}

/**
 * Something that must be done by a time: one file, one line in deadlines.ts. Both statements read the read models alone, so
 * what is overdue at an instant is a function of the log and of that instant.
 */
export interface Deadline {
  id: string;
  version: number;
  /** When it is first told. */
  severity: Severity;
  title: Text;
  runbook: Text;
  falsePositives: Text;
  knownGaps: Text;
  references: readonly string[];
  /** When it is due, in words. */
  due: Text;
  groupBy: 'operator' | 'terminal';
  /**
   * `clock`: overdue when its time has passed. `watermark`: only when all that the terminal recorded up to that time has
   * arrived; until then it is pending data, and nobody is alerted.
   */
  basis: 'clock' | 'watermark';
  /** So long before its time it is listed as due soon, ms. Absent: it is no time to keep, and is never listed. */
  noticeMs?: number;
  unmet(at: Moment): Select;
  /**
   * What ended the deadline of an alert `told`: the first `(at, by)`, or no row. `told` has `operator_id`,
   * `terminal_id`, `started_at`, `due_at`, `evidence` (the first) and `document`. At or before `due_at` it was in time.
   */
  ended: string;
}

export interface Ended {
  at: number;
  /** CloudEvents id. */
  by: string | null;
}
