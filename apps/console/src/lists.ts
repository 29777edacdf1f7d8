import type { AlertView, OperatorView, Severity, TerminalView } from '@tillwatch/api';
import type { ListShape } from './live/merge-into-pages.js';

export interface AlertFilter {
  severity?: string;
  rule?: string;
  status?: string;
  assignee?: string;
  operator?: string;
  terminal?: string;
  store?: string;
  from?: string;
  to?: string;
  sort?: string;
}

export interface OperatorFilter {
  q?: string;
  status?: string;
  registration?: string;
  store?: string;
  exemption?: string;
  sort?: string;
}

export interface TerminalFilter {
  q?: string;
  store?: string;
  state?: string;
  sort?: string;
}

/** Most severe first. */
export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** What a list without `sort` is ordered by. */
export const defaultAlertSort = '-raisedAt';
export const defaultSort = 'id';

/** A list of alerts is always of one status. */
export const alertStatuses: readonly AlertView['status'][] = ['open', 'acknowledged', 'resolved', 'superseded'];
export const defaultAlertStatus: AlertView['status'] = 'open';

/** The same conditions and orders as `GET /v1/alerts`, for changes that come live. */
export function alertShape(filter: AlertFilter): ListShape<AlertView> {
  const sort = filter.sort ?? defaultAlertSort;
  const direction = sort.startsWith('-') ? -1 : 1;
  return {
    matches: (alert) =>
      is(filter.severity, alert.severity) &&
      is(filter.rule, alert.rule) &&
      (filter.status ?? defaultAlertStatus) === alert.status &&
      is(filter.assignee, alert.assignee) &&
      is(filter.operator, alert.operatorId) &&
      is(filter.terminal, alert.terminalId) &&
      is(filter.store, alert.storeId) &&
      (!filter.from || Date.parse(alert.lastAt) >= Date.parse(filter.from)) &&
      (!filter.to || Date.parse(alert.firstAt) <= Date.parse(filter.to)),
    compare: (a, b) =>
      direction *
      ((sort.endsWith('severity') ? weight(a.severity) - weight(b.severity) : 0) ||
        (sort.endsWith('raisedAt') ? byText(a.raisedAt, b.raisedAt) : byText(a.lastAt, b.lastAt)) ||
        byText(a.id, b.id)),
  };
}

/** As `GET /v1/operators`. */
export function operatorShape(filter: OperatorFilter): ListShape<OperatorView> {
  return {
    matches: (operator) =>
      contains(operator.id, filter.q) &&
      is(filter.status, operator.status) &&
      is(filter.registration, operator.registration?.status ?? 'none') &&
      is(filter.exemption, operator.registration?.exemption.state ?? 'none'),
    compare: (a, b) => {
      if (filter.sort === '-lastSeen') return byText(b.lastSeen ?? '', a.lastSeen ?? '') || byText(b.id, a.id);
      if (filter.sort === '-consecutiveFailures')
        return b.consecutiveFailures - a.consecutiveFailures || byText(b.id, a.id);
      return byText(a.id, b.id);
    },
  };
}

/** As `GET /v1/terminals`. */
export function terminalShape(filter: TerminalFilter): ListShape<TerminalView> {
  return {
    matches: (terminal) =>
      contains(terminal.id, filter.q) &&
      is(filter.store, terminal.storeId) &&
      (filter.state !== 'offline' || terminal.offlineSince !== undefined) &&
      (filter.state !== 'gaps' || terminal.openGaps.length > 0) &&
      (filter.state !== 'frozen' || terminal.frozen),
    compare: (a, b) => {
      if (filter.sort === '-lastSeen') return byText(b.lastSeen, a.lastSeen) || byText(b.id, a.id);
      if (filter.sort === '-queued') return (b.queued ?? 0) - (a.queued ?? 0) || byText(b.id, a.id);
      return byText(a.id, b.id);
    },
  };
}

function is(wanted: string | undefined, value: string | undefined): boolean {
  return !wanted || wanted === value;
}

function contains(id: string, part: string | undefined): boolean {
  return !part || id.toLowerCase().includes(part.toLowerCase());
}

function weight(severity: Severity): number {
  return severities.length - severities.indexOf(severity);
}

/** By code unit, as the database's "C" collation does for all but the rarest characters. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
