import type { NotificationKind, NotificationLanguage, Severity } from '@tillwatch/api';
import type { AlertFacts, Message, Notification, Text } from '../notification.js';
import { visible } from './visible.js';

export const severityWords: Record<Severity, Text> = {
  low: { en: 'LOW', zh: '低' },
  medium: { en: 'MEDIUM', zh: '中' },
  high: { en: 'HIGH', zh: '高' },
  critical: { en: 'CRITICAL', zh: '严重' },
};

/** What came about, before the alert's own title; nothing where the title says it. */
const kindWords: Record<NotificationKind, Text> = {
  'alert-raised': { en: '', zh: '' },
  'alert-severity-raised': { en: 'Severity raised: ', zh: '级别升高：' },
  'alert-reopened': { en: 'Stands again: ', zh: '重新成立：' },
  'alert-superseded': { en: 'No longer stands: ', zh: '不再成立：' },
  'channel-disabled': { en: '', zh: '' },
  test: { en: '', zh: '' },
};

const labels = {
  operator: { en: 'Operator', zh: '操作员' },
  terminal: { en: 'Terminal', zh: '终端' },
  store: { en: 'Store', zh: '门店' },
  count: { en: 'Count', zh: '次数' },
  first: { en: 'First', zh: '最早' },
  last: { en: 'Last', zh: '最近' },
  late: { en: 'Arrived late by', zh: '迟到' },
  rule: { en: 'Rule', zh: '规则' },
  alert: { en: 'Alert', zh: '告警' },
  channel: { en: 'Channel', zh: '渠道' },
  because: { en: 'Reason', zh: '原因' },
  delivery: { en: 'Delivery', zh: '投递' },
} as const satisfies Record<string, Text>;

/** A notification in one language. Values are visible, and not yet escaped for any format. */
export interface Told {
  headline: string;
  facts: { label: string; value: string }[];
  runbookLabel: string;
  runbook?: string;
  linkLabel: string;
  link?: string;
}

type Side = keyof Text;

/** Chinese first where both are wanted. */
export function sidesOf(language: NotificationLanguage): Side[] {
  return language === 'both' ? ['zh', 'en'] : [language];
}

export function told({ notification }: Message, side: Side): Told {
  const { runbook, link, alert } = notification;
  return {
    headline: headline(notification, side),
    facts: (alert ? alertFacts(alert, side) : channelFacts(notification, side)).map(([name, value]) => ({
      label: labels[name][side],
      value: visible(value),
    })),
    runbookLabel: side === 'zh' ? '处置' : 'What to do',
    ...(runbook && { runbook: visible(runbook[side], 1_000) }),
    linkLabel: side === 'zh' ? '在控制台中查看' : 'Open in the console',
    ...(link !== undefined && { link }),
  };
}

/** `[HIGH] Severity raised: Password guessing against one operator` */
export function headline({ severity, kind, title }: Notification, side: Side): string {
  const level = side === 'zh' ? `【${severityWords[severity].zh}】` : `[${severityWords[severity].en}] `;
  return level + kindWords[kind][side] + visible(title[side]);
}

/** The headline in every language that is wanted, on one line. */
export function headlineOf({ notification, language }: Message): string {
  return sidesOf(language)
    .map((side) => headline(notification, side))
    .join(' / ');
}

type Fact = [label: keyof typeof labels, value: string];

function alertFacts(alert: AlertFacts, side: Side): Fact[] {
  const { operatorId, terminalId, storeId, lateByMs } = alert;
  return [
    ...(operatorId === undefined ? [] : [['operator', operatorId] satisfies Fact]),
    ...(terminalId === undefined ? [] : [['terminal', terminalId] satisfies Fact]),
    ...(storeId === undefined ? [] : [['store', storeId] satisfies Fact]),
    ['count', String(alert.count)],
    ['first', utc(alert.firstAt)],
    ['last', utc(alert.lastAt)],
    ...(lateByMs > 0 ? [['late', span(lateByMs, side)] satisfies Fact] : []),
    ['rule', `${alert.rule} v${alert.ruleVersion}`],
    ['alert', alert.id],
  ];
}

function channelFacts({ id, channel }: Notification, side: Side): Fact[] {
  if (!channel) return [['delivery', id]];
  return [
    ['channel', channel.name],
    ['because', channel.because[side]],
  ];
}

/** To the second: who reads a message on a telephone compares it with a clock on a wall. */
function utc(instant: string): string {
  return instant.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
}

function span(ms: number, side: Side): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return side === 'zh' ? `${minutes} 分钟` : `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return side === 'zh' ? `${hours} 小时` : `${hours} h`;
}
