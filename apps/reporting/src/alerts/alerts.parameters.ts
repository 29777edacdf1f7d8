import type { Severity } from '@tillwatch/api';
import { CursorParameter, IdFilter, IdParameter, InstantParameter, LimitParameter, OneOf } from '../parameter-rules.js';
import { severities } from './alert.answer.js';

export const alertSorts = ['-raisedAt', 'raisedAt', '-severity', 'severity', '-lastAt', 'lastAt'] as const;

export class AlertPath {
  @IdParameter() id!: string;
}

export class AlertsParameters {
  @OneOf(severities) severity?: Severity;
  @IdFilter() rule?: string;
  @OneOf(['open', 'superseded'], 'Default `open`.') status?: 'open' | 'superseded';
  @IdFilter() operator?: string;
  @IdFilter() terminal?: string;
  @IdFilter() store?: string;
  @InstantParameter('Raised at or after.') from?: string;
  @InstantParameter('Raised before.') to?: string;
  @OneOf(alertSorts, 'Default `-raisedAt`.') sort?: (typeof alertSorts)[number];
  @LimitParameter() limit?: number;
  @CursorParameter() cursor?: string;
}
