import type { NotificationKind, Severity } from '@tillwatch/api';
import { isEvent, type LogEvent } from '@tillwatch/events';
import { type AlertTold, isWorse } from './alert-told.js';

/** That people are to be told of one event, and what decides which of them. */
export interface Occasion {
  kind: NotificationKind;
  severity: Severity;
  rule?: string;
  storeId?: string;
  /** What the alert's rule counted by; with the three above, what silences and inhibitions ask about. */
  key?: string;
  /** The channel it is about, which is not told. */
  aboutChannel?: string;
}

/** What a switched-off channel is worth: nobody who relies on it hears of anything else. */
const channelDisabledSeverity: Severity = 'critical';

/**
 * Whether people are told of an event, given the alert as it was `before` and is `after` it. Of an alert they hear when it is
 * raised, gets worse, is superseded, and when it stands again; that it grew within its severity they see in the console.
 */
export function notificationOf(
  event: LogEvent,
  { before, after }: { before?: AlertTold; after?: AlertTold },
): Occasion | undefined {
  if (isEvent(event, 'NotificationChannelChanged')) {
    const { change, channelId } = event.data;
    if (change !== 'disabled') return undefined;
    return { kind: 'channel-disabled', severity: channelDisabledSeverity, aboutChannel: channelId };
  }
  const kind = alertKind(event, before, after);
  if (!kind || !after) return undefined;
  const { severity, key, facts } = after;
  return {
    kind,
    severity,
    rule: facts.rule,
    key,
    ...(facts.storeId !== undefined && { storeId: facts.storeId }),
  };
}

function alertKind(event: LogEvent, before?: AlertTold, after?: AlertTold): NotificationKind | undefined {
  if (isEvent(event, 'AlertRaised')) return 'alert-raised';
  if (!before || !after) return undefined;
  if (isEvent(event, 'AlertSuperseded')) return before.status === 'open' ? 'alert-superseded' : undefined;
  if (!isEvent(event, 'AlertRevised')) return undefined;
  if (before.status === 'superseded') return 'alert-reopened';
  return isWorse(after.severity, before.severity) ? 'alert-severity-raised' : undefined;
}
