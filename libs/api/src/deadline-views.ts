import type { Severity } from './alert-views.js';

/** Answers about deadlines, opening hours and rosters. Times are RFC 3339 UTC with milliseconds unless said. */

/** Something that has to be done by a time and is not. */
export interface DeadlineView {
  rule: string;
  title: { en: string; zh: string };
  severity: Severity;
  /** `pending-data`: its time has passed, but what the terminal recorded up to then has not all arrived. */
  state: 'overdue' | 'pending-data' | 'due-soon';
  /** `operator:o-7` or `terminal:t-3`. */
  key: string;
  operatorId?: string;
  terminalId?: string;
  storeId?: string;
  /** What started it, corrected event time. */
  startedAt: string;
  dueAt: string;
  /** Everything up to then has arrived; only where that decides, absent when nothing is known of it. */
  dataCompleteUntil?: string;
  details: Record<string, unknown>;
  /** The alert that tells of it, when there is one. */
  alertId?: string;
}

export interface DeadlineListView {
  /** The instant they were judged at. */
  asOf: string;
  /** The one that is due last first. */
  items: DeadlineView[];
  /** There are more than the answer shows. */
  more: boolean;
}

/** When a store is open, by its own clocks. */
export interface StoreCalendarView {
  store: string;
  /** IANA name. */
  timeZone: string;
  /** By weekday, `09:00-22:00`; an end at or before the start is in the next day. A day that is left out is closed. */
  hours: Partial<Record<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun', string[]>>;
  /** Dates on which it does not open. */
  holidays?: string[];
  set: { by: string; at: string };
  revision: number;
}

/** A store that was heard of, or whose calendar was set. */
export interface StoreView {
  storeId: string;
  /** That were last heard of in it. */
  terminals: number;
  /** Of its calendar, if it has one. */
  timeZone?: string;
}

/** A planned time of work or leave. */
export interface ShiftView {
  id: string;
  operatorId: string;
  storeId: string;
  /** As they were given, with their zone. */
  from: string;
  to: string;
  kind: 'work' | 'leave';
  cancelled: boolean;
  actor: string;
}
