import { catalogue } from '@tillwatch/events';
import { alertOf, eventOf, platformEventOf } from './reporting.contract.js';

/** Ids that the routes of one record can be asked for. */
export const recordIds = { day: '2026-03-02', record: '5f0c1e6a-30f7-4c11-a5d2-7f1f0f2f9d10' };

const sampleOf = (name: string) => catalogue.find((event) => event.name === name)!.sample as Record<string, unknown>;

/** A terminal that is registered, was moved and inspected; another that was retired. */
export function registered(position: number, at: number) {
  const facts = sampleOf('TerminalRegistered');
  const inspected = eventOf(position + 3, 'TerminalInspected', { at, data: sampleOf('TerminalInspected') });
  const { epoch: _epoch, sequence: _sequence, ...header } = inspected.header;
  return [
    platformEventOf(position, 'TerminalRegistered', { stream: 'registry-t-1', at, data: facts }),
    platformEventOf(position + 1, 'InspectionScheduled', {
      stream: 'registry-t-1',
      at,
      data: { actor: 'a', everyDays: 30, riskAnalysis: 'TRA-1' },
    }),
    platformEventOf(position + 2, 'TerminalRegistered', { stream: 'registry-t-2', at, data: facts }),
    { ...inspected, header: { ...header, source: '/platform/registry' } },
  ];
}

/** A record of each kind that people keep, gone through all of its life, as the catalogue's samples have it. */
export function reviewed(position: number, at: number) {
  const checks = { 'gap-open': 1 };
  const exceptions = [{ check: 'gap-open', subject: 't-1', detail: '1/4' }];
  const alerts = { total: 0, bySeverity: { low: 0 }, byStatus: { open: 0 } };
  const content = { alerts, handlers: ['li'], checks, exceptions };
  const lives: [string, string, object?][] = [
    ['control-failure-f', 'ControlFailureOpened'],
    ['control-failure-f', 'ControlFailureResumed'],
    ['control-failure-f', 'ControlFailureClosed'],
    ['control-request-a', 'TerminalControlRequested', { command: 'freeze', commandId: recordIds.record }],
    ['control-request-a', 'TerminalControlApproved'],
    ['control-request-b', 'TerminalControlRequested'],
    ['control-request-b', 'TerminalControlRejected'],
    ['four-eyes-default', 'FourEyesChanged'],
    [`daily-review-${recordIds.day}`, 'DailyReviewCompiled', { content }],
    [`daily-review-${recordIds.day}`, 'DailyReviewSignedOff'],
    [`access-review-${recordIds.record}`, 'AccessReviewOpened', { storeId: 's-1' }],
    [`access-review-${recordIds.record}`, 'AccessReviewDecided'],
    [`access-review-${recordIds.record}`, 'AccessReviewClosed'],
  ];
  return lives.map(([stream, name, over], index) =>
    platformEventOf(position + index, name, { stream, at, data: { ...sampleOf(name), ...over } }),
  );
}

/** Every kind of answer about the alert at position 8 has something to say. */
export function lifeOfAlert(position: number, at: number) {
  const actor = 'administrator';
  const stream = 'alert-00000000-0000-8000-8000-000000000008';
  const said: [string, Record<string, unknown>][] = [
    ['AlertResolved', { actor, reason: 'benign', comment: 'new PIN' }],
    ['AlertReopened', { actor }],
    ['AlertAssigned', { actor, assignee: 'li.na' }],
  ];
  const alert = said.map(([name, data], index) =>
    platformEventOf(position + index, name, { stream, at, revision: index + 1, data }),
  );
  const silence = {
    ...{ actor, author: 'li.na', matchers: { rule: 'R1' }, reason: 'drill', from: new Date(at).toISOString() },
    ...{ until: '2999-01-01T00:00:00.000Z', remindAt: '2998-12-31T00:00:00.000Z' },
  };
  const stage = { actor, rule: 'R1', version: 1, stage: 'shadow', stores: ['s-9'], reason: 'trial' };
  const { data: finding } = alertOf(position, { at, operator: 'o-1' });
  return [
    ...alert,
    platformEventOf(position + 3, 'SilenceCreated', { stream: 'silence-1', at, data: silence }),
    platformEventOf(position + 4, 'RuleStageChanged', { stream: 'rule-R1', at, data: stage }),
    platformEventOf(position + 5, 'ShadowFindingRecorded', {
      stream: 'shadow-1',
      at,
      data: { finding, superseded: false },
    }),
  ];
}
