import type { AlertStatus, Severity } from '@tillwatch/api';
import { CursorParameter, IdFilter, IdParameter, InstantParameter, LimitParameter, OneOf } from '../parameter-rules.js';
import { alertStatuses, severities } from './alert.answer.js';

/** As the address has it, and as the reader calls it. */
export const alertSorts = {
  '-raisedAt': { sort: 'raised', ascending: false },
  raisedAt: { sort: 'raised', ascending: true },
  '-severity': { sort: 'severity', ascending: false },
  severity: { sort: 'severity', ascending: true },
  '-lastAt': { sort: 'lastAt', ascending: false },
  lastAt: { sort: 'lastAt', ascending: true },
} as const;

export class AlertPath {
  @IdParameter() id!: string;
}

export class AlertsParameters {
  @OneOf(severities) severity?: Severity;
  @IdFilter() rule?: string;
  @OneOf(alertStatuses, 'Default `open`.') status?: AlertStatus;
  @IdFilter() assignee?: string;
  @IdFilter() operator?: string;
  @IdFilter() terminal?: string;
  @IdFilter() store?: string;
  @InstantParameter('Alerts whose events reach past this corrected event time.') from?: string;
  @InstantParameter('Alerts whose events begin by this corrected event time.') to?: string;
  @OneOf(['key'], 'Those of one key as one, the key something happened to last first; not with `sort`.') group?: 'key';
  @OneOf(Object.keys(alertSorts), 'Default `-raisedAt`.') sort?: keyof typeof alertSorts;
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}

export class PageParameters {
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}
