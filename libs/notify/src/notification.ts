import type { NotificationKind, NotificationLanguage, Severity } from '@tillwatch/api';

export interface Text {
  en: string;
  zh: string;
}

/** One thing that somebody is told: what it says is a function of the log, so every attempt says the same. */
export interface Notification {
  /** UUID of the delivery; the same in every attempt. */
  id: string;
  kind: NotificationKind;
  /** When what it tells was recorded, RFC 3339 UTC. */
  at: string;
  tenant: string;
  severity: Severity;
  title: Text;
  /** What to do now. */
  runbook?: Text;
  /** Where the console shows it. */
  link?: string;
  alert?: AlertFacts;
  /** The channel that was switched off. */
  channel?: { id: string; name: string; because: Text };
}

/** An alert as it stood when this was recorded. Texts are as they came from outside. */
export interface AlertFacts {
  id: string;
  /** Of the alert's event that this is about. */
  revision: number;
  rule: string;
  ruleVersion: number;
  operatorId?: string;
  terminalId?: string;
  storeId?: string;
  count: number;
  /** Corrected event times, RFC 3339 UTC. */
  firstAt: string;
  lastAt: string;
  lateByMs: number;
  /** CloudEvents ids. */
  evidence: readonly string[];
}

/** A notification on its way to one channel. */
export interface Message {
  notification: Notification;
  language: NotificationLanguage;
}
