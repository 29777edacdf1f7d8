import type { PayloadOf, ResolutionReason } from '@tillwatch/events';
import { fail, ok, problem, type ErrorCode, type Problem, type Result } from '@tillwatch/kernel';
import { severityRank } from './severity.js';

export type AlertStatus = 'open' | 'acknowledged' | 'resolved' | 'superseded';

/** What somebody held an alert for, and how much of it there was to judge. Times are RFC 3339. */
export interface Resolution extends Pick<Finding, 'severity' | 'count'> {
  reason: ResolutionReason;
  duplicateOf?: string;
  comment?: string;
  by: string;
  at: string;
}

type Finding = PayloadOf<'AlertRevised'>;

/** What the stream `alert-<id>` says: what the rule found, and what people made of it. */
export interface Alert extends Omit<PayloadOf<'AlertRaised'>, 'key'> {
  id: string;
  /** `operator:o-7`: what the rule counted by. */
  key: string;
  status: AlertStatus;
  supersededBy?: string;
  /** When what was overdue was done, RFC 3339; the status stays what people make of it. */
  clearedAt?: string;
  raisedAt: string;
  /** Raised, or last reopened: where the clocks start. */
  openedAt: string;
  acknowledged?: { by: string; at: string };
  assignee?: string;
  resolution?: Resolution;
  /** Oldest first, the latest `maxEarlierResolutions`; the stream has all. */
  earlierResolutions: Resolution[];
  /** What people did, in all. */
  actions: number;
}

export const maxEarlierResolutions = 20;
/** Above it an alert takes acknowledgements and resolutions only. */
export const maxActions = 1_000;

type PersonEventName = 'AlertAcknowledged' | 'AlertAssigned' | 'AlertCommented' | 'AlertResolved' | 'AlertReopened';
type EventName = PersonEventName | 'AlertRaised' | 'AlertRevised' | 'AlertSuperseded' | 'AlertCleared';

/** An event of an alert's stream. `at`: when it was recorded, RFC 3339. */
export type AlertEvent = { [N in EventName]: { name: N; data: PayloadOf<N>; at: string } }[EventName];
/** What somebody did, ready to append. */
export type AlertAction = { [N in PersonEventName]: { name: N; data: PayloadOf<N> } }[PersonEventName];

/** What somebody wants to do to an alert. */
export type AlertCommand =
  | { kind: 'acknowledge'; comment?: string }
  | { kind: 'assign'; assignee?: string }
  | { kind: 'comment'; comment: string }
  | { kind: 'resolve'; reason: ResolutionReason; duplicateOf?: string; comment?: string }
  | { kind: 'reopen'; comment?: string };

/** Whether `actor` may do that to the alert as it is, and the event that says so. `undefined`: nothing was raised. */
export function decideAlert(
  command: AlertCommand,
  alert: Alert | undefined,
  actor: string,
): Result<AlertAction, Problem> {
  if (!alert) return fail(problem('not-found'));
  const refusal = refusalOf(command.kind, alert);
  if (refusal) return fail(problem(refusal));
  if (command.kind === 'resolve' && !namesOriginal(command, alert.id))
    return fail(problem('parameter-invalid', '/duplicateOf', 'Another alert, and only for duplicates.'));
  return ok(actionOf(command, actor));
}

/** The event of a command that is allowed. */
export function actionOf({ kind, ...wanted }: AlertCommand, actor: string): AlertAction {
  return { name: eventOf[kind], data: { actor, ...wanted } } as AlertAction;
}

const eventOf = {
  acknowledge: 'AlertAcknowledged',
  assign: 'AlertAssigned',
  comment: 'AlertCommented',
  resolve: 'AlertResolved',
  reopen: 'AlertReopened',
} as const;

function namesOriginal({ reason, duplicateOf }: AlertCommand & { kind: 'resolve' }, id: string): boolean {
  return (reason === 'duplicate') === (duplicateOf !== undefined) && duplicateOf !== id;
}

function refusalOf(kind: AlertCommand['kind'], { status, actions }: Alert): ErrorCode | undefined {
  const isOpen = status === 'open' || status === 'acknowledged';
  if (kind === 'reopen' && status !== 'resolved') return 'alert-not-resolved';
  if (kind === 'acknowledge' && status === 'acknowledged') return 'alert-acknowledged';
  if (kind !== 'reopen' && kind !== 'comment' && !isOpen) return 'alert-not-open';
  return kind !== 'acknowledge' && kind !== 'resolve' && actions >= maxActions ? 'limit-reached' : undefined;
}

/** Takes an event of the stream in, in place; `undefined` while nothing was raised. */
export function evolveAlert(alert: Alert | undefined, id: string, event: AlertEvent): Alert | undefined {
  if (event.name === 'AlertRaised') {
    const { key, ...data } = event.data;
    const opened = { raisedAt: event.at, openedAt: event.at, earlierResolutions: [], actions: 0 };
    return { id, status: 'open', ...data, key: `${key.groupBy}:${key.value}`, ...opened };
  }
  if (!alert) return undefined;
  if (event.name === 'AlertRevised') return revise(alert, event.data, event.at);
  if (event.name === 'AlertSuperseded') {
    const { by } = event.data;
    return Object.assign(alert, { status: 'superseded' }, by === undefined ? {} : { supersededBy: by });
  }
  if (event.name === 'AlertCleared') return Object.assign(alert, { clearedAt: event.data.at });
  act(alert, event);
  return alert;
}

/**
 * A resolution judges what the alert said then. A revision that says more opens the alert again, superseded in between or
 * not; one that says the same or less does not, and none ever closes it.
 */
function revise(alert: Alert, finding: Finding, at: string): Alert {
  delete alert.supersededBy;
  delete alert.clearedAt;
  Object.assign(alert, finding);
  if (alert.resolution && saysMore(finding, alert.resolution)) reopen(alert, at);
  alert.status = alert.resolution ? 'resolved' : alert.acknowledged ? 'acknowledged' : 'open';
  return alert;
}

function saysMore(finding: Finding, judged: Resolution): boolean {
  return severityRank(finding.severity) > severityRank(judged.severity) || finding.count > judged.count;
}

function act(alert: Alert, event: AlertAction & { at: string }): void {
  const { at } = event;
  const by = event.data.actor;
  if (event.name === 'AlertAcknowledged') Object.assign(alert, { status: 'acknowledged', acknowledged: { by, at } });
  else if (event.name === 'AlertResolved') {
    const { severity, count } = alert;
    const { actor: _, ...judgement } = event.data;
    Object.assign(alert, { status: 'resolved', resolution: { ...judgement, by, at, severity, count } });
  } else if (event.name === 'AlertReopened') {
    reopen(alert, at);
    alert.status = 'open';
  } else if (event.name === 'AlertAssigned') {
    delete alert.assignee;
    if (event.data.assignee !== undefined) alert.assignee = event.data.assignee;
  } else if (event.name !== 'AlertCommented') return;
  alert.actions += 1;
}

function reopen(alert: Alert, at: string): void {
  if (alert.resolution) alert.earlierResolutions.push(alert.resolution);
  if (alert.earlierResolutions.length > maxEarlierResolutions) alert.earlierResolutions.shift();
  delete alert.resolution;
  delete alert.acknowledged;
  alert.openedAt = at;
}
