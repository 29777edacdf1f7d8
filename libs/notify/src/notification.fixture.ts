import fc from 'fast-check';
import type { AlertFacts, Message, Notification } from './notification.js';

/** An alert as it goes out. */
export function notification(over: Partial<Notification> = {}, alert: Partial<AlertFacts> = {}): Notification {
  return {
    id: '7d0b6f6e-9f0e-8a10-b9d4-0d6a5f4c3b21',
    kind: 'alert-raised',
    at: '2026-11-23T01:04:11.250Z',
    tenant: 'default',
    severity: 'high',
    title: { en: 'Password guessing against one operator', zh: '针对单个操作员的密码猜测' },
    runbook: { en: 'Call the store.', zh: '致电门店。' },
    link: 'https://tillwatch.example/alerts/5f0c1e6a-30f7-8c11-a5d2-7f1f0f2f9d10',
    alert: {
      id: '5f0c1e6a-30f7-8c11-a5d2-7f1f0f2f9d10',
      revision: 0,
      rule: 'R1',
      ruleVersion: 1,
      operatorId: 'op-7',
      terminalId: 'till-1',
      storeId: 'store-3',
      count: 10,
      firstAt: '2026-11-23T01:00:00.000Z',
      lastAt: '2026-11-23T01:04:10.000Z',
      lateByMs: 0,
      evidence: ['0d9a2c64-8d1f-4b8e-9c55-5a3f6f1f7e01'],
      ...alert,
    },
    ...over,
  };
}

export function message(
  language: Message['language'] = 'en',
  over: Partial<Notification> = {},
  alert: Partial<AlertFacts> = {},
): Message {
  return { notification: notification(over, alert), language };
}

/** Texts that mean something to one format or another, mixed with any text there is. */
const pieces = fc.constantFrom(
  ...['|', '=', '\\', '"', ']', '[', '\n', '\r\n', '\0', '\u2028', '\u202E', '\u200B', '\uFEFF', '\uD800', '<', '>'],
  ...["'", '&', '*', '_', '`', '#', '~', '@all', '](https://evil.example)', ' cs1=x', '|9|', '<!--', '</td>', '\t'],
  ...[
    '\r\nBcc: eve@evil.example',
    '<at user_id="all">',
    '&lt;',
    'https://evil.example/',
    '<script>alert(1)</script>',
    '门店',
  ],
);
export const hostileText = fc
  .array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 6 })), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(''));

/** Every text that comes from outside, hostile. */
export const hostileMessage = fc
  .record({ operatorId: hostileText, terminalId: hostileText, storeId: hostileText })
  .chain((texts) =>
    fc.constantFrom<Message['language']>('zh', 'en', 'both').map((language) => message(language, {}, texts)),
  );
