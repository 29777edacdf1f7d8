import type { Severity } from './alert-views.js';

/** Answers of the routes about notifications. Times are RFC 3339 UTC with milliseconds. */

export type ChannelKind = 'webhook' | 'mail' | 'syslog' | 'dingtalk' | 'wecom' | 'feishu';
export type NotificationLanguage = 'zh' | 'en' | 'both';
export type NotificationKind =
  'alert-raised' | 'alert-severity-raised' | 'alert-reopened' | 'alert-superseded' | 'channel-disabled' | 'test';

export interface NotificationChannelView {
  id: string;
  name: string;
  kind: ChannelKind;
  /** While it is not, what it would have been told is recorded as not sent. */
  enabled: boolean;
  /** Who switched it off: a person, or we, because nothing got through or the receiver asked for it. */
  disabledBecause?: 'person' | 'failing' | 'gone';
  minimumSeverity: Severity;
  language: NotificationLanguage;
  /** Only alerts of these rules, of these stores; absent: of any. */
  rules?: string[];
  stores?: string[];
  /** Without its secrets. */
  settings: Record<string, unknown>;
  /** Names of the settings that are set and never shown. */
  secrets: string[];
  /** Where it goes, in a few words. */
  destination: string;
  createdAt: string;
  lastDeliveredAt?: string;
  /** Since when nothing got through, and how many attempts failed since. */
  failingSince?: string;
  failures: number;
  pending: number;
  gaveUp: number;
}

export type DeliveryStatus = 'pending' | 'delivered' | 'gave-up' | 'not-sent';

/** Why a delivery was recorded and not sent. */
export type WithheldBecause = 'silenced' | 'inhibited' | 'channel-disabled' | 'channel-removed' | 'queue-full';

export type DeliveryFailure =
  'refused' | 'redirect' | 'timeout' | 'unreachable' | 'tls' | 'blocked' | 'unreadable-reply' | 'not-set-up' | 'failed';

export interface DeliveryAttemptView {
  /** From 1. */
  number: number;
  at: string;
  outcome: 'delivered' | DeliveryFailure;
  /** Of the receiver: an HTTP status, an SMTP code, a bot's error code. */
  status?: number;
  /** The beginning of what the receiver said, or of why nothing was sent; secrets masked. */
  reply?: string;
  durationMs: number;
}

export interface DeliveryView {
  /** The same in every attempt; receivers know a repetition by it. */
  id: string;
  channelId: string;
  channelName: string;
  channelKind: ChannelKind;
  kind: NotificationKind;
  severity: Severity;
  alertId?: string;
  rule?: string;
  status: DeliveryStatus;
  withheldBecause?: WithheldBecause;
  createdAt: string;
  /** Of the next attempt, while pending. */
  dueAt?: string;
  finishedAt?: string;
  attempts: DeliveryAttemptView[];
}
