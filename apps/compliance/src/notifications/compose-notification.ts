import type { RuleSet } from '@tillwatch/detection';
import { decodeEvent, isEvent } from '@tillwatch/events';
import type { EventStore } from '@tillwatch/event-store';
import type { Notification, Text } from '@tillwatch/notify';
import { ruleById } from '@tillwatch/read-models';
import { alertAt } from './alert-told.js';
import type { Delivery } from './deliveries.js';

export interface Composing {
  store: Pick<EventStore, 'readStream'>;
  tenant: string;
  rules: RuleSet;
  /** Of the console, without a slash at its end. */
  publicUrl?: string;
}

const texts = {
  test: { en: 'Test of this notification channel', zh: '通知渠道测试' },
  disabled: { en: 'A notification channel was switched off', zh: '通知渠道已停用' },
  disabledRunbook: {
    en: 'Nobody who relies on that channel is told of anything now. Find out why nothing gets through, then switch it on again.',
    zh: '依赖该渠道的人员目前收不到任何通知。请查明无法送达的原因，然后重新启用。',
  },
  failing: { en: 'Nothing got through for days', zh: '连续多日无法送达' },
  gone: { en: 'The receiver asked for it', zh: '接收方要求停用' },
} as const satisfies Record<string, Text>;

/**
 * What a delivery says: read from the log each time, so that nothing a person may ask us to forget is kept twice. Throws when
 * the log does not hold what it tells of.
 */
export async function composeNotification(
  { store, tenant, rules, publicUrl }: Composing,
  delivery: Delivery,
): Promise<Notification> {
  const { id, kind, severity, stream, revision, createdAt } = delivery;
  const base = { id, kind, severity, tenant };
  if (stream === undefined || revision === undefined) return { ...base, at: createdAt, title: texts.test };
  const [stored] = await store.readStream(stream, { from: revision, limit: 1 });
  const event = stored && decodeEvent(stored);
  if (!event) throw new Error(`The log has no event ${revision} in ${stream}.`);
  const at = event.header.recordedtime;
  if (isEvent(event, 'NotificationChannelChanged')) {
    const { channelId, name, reason = 'failing' } = event.data;
    const channel = { id: channelId, name, because: texts[reason] };
    return { ...base, at, title: texts.disabled, runbook: texts.disabledRunbook, channel };
  }
  const told = await alertAt(store, stream, revision);
  if (!told) throw new Error(`${stream} raises nothing.`);
  const { facts } = told;
  const rule = ruleById(rules, facts.rule);
  return {
    ...base,
    at,
    title: rule?.title ?? { en: facts.rule, zh: facts.rule },
    ...(rule && { runbook: rule.runbook }),
    ...(publicUrl !== undefined && { link: `${publicUrl}/alerts/${facts.id}` }),
    alert: facts,
  };
}
