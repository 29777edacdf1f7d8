import { episodeRule } from '../episodes.js';
import { failure, repeat, scene } from '../scene.js';

/**
 * R30e. The first secret at a terminal opens a finding; more within ten minutes belong to it, so that one confused person is
 * one alert. A longer pause opens the next.
 */
export const secretInOperatorField = episodeRule({
  id: 'R30e',
  version: 1,
  title: { en: 'Secret typed where it does not belong', zh: '在不该出现的位置输入了密码等敏感信息' },
  firesWhen: {
    en: 'Something that looks like a password or a card number in an operator id or an event.',
    zh: '操作员编号或事件中出现疑似密码或卡号的内容。',
  },
  runbook: {
    en: 'The value was masked before it was stored, but it was on a screen. Find out from the store whose secret it was and have the password or PIN changed; report a card number to whoever handles card data incidents. If the sender puts secrets into its events, have its software corrected.',
    zh: '该值入库前已被遮盖，但曾显示在屏幕上。向门店了解是谁的密码或 PIN，并要求更换；若为卡号，按卡数据事件上报。若是终端软件把敏感信息写进事件，要求其修正。',
  },
  falsePositives: {
    en: 'An order or member number that happens to pass a card or resident-id checksum; an operator id that looks like a password.',
    zh: '恰好通过卡号或身份证校验的订单号、会员号；形似密码的操作员编号。',
  },
  knownGaps: {
    en: 'Whose secret it was is not known: what was typed is kept only as a keyed hash. A short or ordinary word is not recognised as a secret.',
    zh: '无法得知是谁的敏感信息：输入内容只保留带密钥的散列值。过短或普通单词形式的密码无法识别。',
  },
  references: ['PCI DSS 4.0.1 3.3.1', 'PCI DSS 4.0.1 8.3.2', 'CWE-532'],
  on: [],
  onMarks: ['secret-in-operator-field', 'secret-redacted'],
  groupBy: 'terminal',
  tiers: [{ count: 1, windowMs: 10 * 60_000, severity: 'high' }],
  facets: [
    { name: 'events', of: (event) => event.name },
    { name: 'fields', of: ({ marks = [] }) => (marks.includes('secret-in-operator-field') ? 'operator' : 'data') },
  ],
  isHit: () => true,
  examples: [
    {
      name: 'a password typed as operator id',
      events: scene(
        failure(0, {
          operatorId: `unknown-${'3c'.repeat(16)}`,
          marks: ['secret-in-operator-field'],
          data: { reason: 'unknown-operator' },
        }),
      ),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'a card number in an event of any type',
      events: scene({ at: 0, name: 'TamperDetected', marks: ['secret-redacted'], data: { kind: 'other' } }),
      expect: [{ severity: 'high', count: 1 }],
    },
    {
      name: 'an unknown id that does not look like a secret, and other marks',
      events: scene(
        failure(0, { operatorId: `unknown-${'3c'.repeat(16)}`, data: { reason: 'unknown-operator' } }),
        failure(5, { marks: ['clock-implausible'] }),
      ),
      expect: [],
    },
    {
      name: 'typed again within ten minutes is the same finding, later is another',
      events: scene(
        repeat(2, 20, failure(0, { marks: ['secret-in-operator-field'] })),
        failure(621, { marks: ['secret-in-operator-field'] }),
      ),
      expect: [
        { severity: 'high', count: 2 },
        { severity: 'high', count: 1 },
      ],
    },
    {
      name: 'the journal decides the order when the clock is set back',
      events: scene([300, 0].map((at) => failure(at, { marks: ['secret-redacted'] }))),
      expect: [{ severity: 'high', count: 2 }],
    },
  ],
});
