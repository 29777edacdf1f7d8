import { bad } from '../bad/bad-document.contract.js';

const detection = 'detection:\n  s: { type: LoginFailed }\n  condition: s\n';
const head = 'title: Bad\nid: bad-1\n';
const own = 'logsource: { product: tillwatch }\n';

/** A rule whose selection is on line 5. */
const selecting = (selection: string): string => `${head}${own}detection:\n  s: ${selection}\n  condition: s\n`;

/** A rule whose block is on line 7, its members from line 8 on. */
const withBlock = (...members: string[]): string =>
  `${head}${own}${detection}tillwatch:\n${members.map((member) => `  ${member}\n`).join('')}`;

const withExample = (example: string): string => withBlock('examples:', `  - ${example}`);

const base = `title: Base\nname: base\n${own}${detection}`;
const other = base.replace('title: Base\nname: base', 'title: Other\nname: other');
const all = {
  type: 'event_count',
  rules: '[base, other]',
  'group-by': '[operatorId]',
  timespan: '1m',
  condition: '{ gte: 2 }',
};

/** Two rules, and from line 15 on a correlation with these members, each on a line of its own from line 18. */
const correlation = (members: Record<string, string | undefined>, id = 'id: c-1'): string => {
  const lines = Object.entries({ ...all, ...members }).flatMap(([key, value]) => (value ? [`  ${key}: ${value}`] : []));
  return `${base}---\n${other}---\ntitle: C\n${id}\ncorrelation:\n${lines.join('\n')}\n`;
};

/** Sound Sigma that cannot be decided live. */
export const badLive = [
  bad('no id', 'live-id', 1, `title: Bad\n${own}${detection}`),
  bad('id with a slash', 'live-id', 1, `title: Bad\nid: a/b\n${own}${detection}`),
  bad('endless id', 'live-id', 1, `title: Bad\nid: ${'i'.repeat(129)}\n${own}${detection}`),
  bad('own id with a space', 'live-id', 8, withBlock('id: my rule')),
  bad('correlation without an id', 'live-id', 15, correlation({}, 'level: low')),
  bad('version of nothing', 'live-version', 8, withBlock('version: 0')),
  bad('half a version', 'live-version', 8, withBlock('version: 1.5')),
  bad('version in words', 'live-version', 8, withBlock('version: one')),
  bad('version beyond counting', 'live-version', 8, withBlock('version: 1000000001')),
  bad('title of a page', 'live-text-too-long', 1, `title: ${'t'.repeat(300)}\nid: x\n${own}${detection}`),
  bad('runbook of a book', 'live-text-too-long', 8, withBlock(`runbook: ${'r'.repeat(2_001)}`)),
  bad('Chinese runbook of a book', 'live-text-too-long', 8, withBlock(`zh: { runbook: ${'册'.repeat(2_001)} }`)),
  bad('endless reference', 'live-text-too-long', 3, `${head}references: [${'r'.repeat(300)}]\n${own}${detection}`),
  bad('unknown key in the block', 'key-unknown', 8, withBlock('runbok: x')),
  bad('unknown Chinese key', 'key-unknown', 8, withBlock('zh: { titel: x }')),
  bad('block that is a text', 'not-a-map', 7, `${head}${own}${detection}tillwatch: yes please\n`),
  bad('Chinese texts in a list', 'not-a-map', 8, withBlock('zh: [x]')),

  bad('logsource of another product', 'live-logsource', 3, `${head}logsource: { product: windows }\n${detection}`),
  bad('logsource without a product', 'live-logsource', 3, `${head}logsource: { category: account }\n${detection}`),
  bad(
    'category that does not exist',
    'live-logsource',
    3,
    `${head}logsource: { product: tillwatch, category: network }\n${detection}`,
  ),
  bad('service', 'live-logsource', 3, `${head}logsource: { product: tillwatch, service: sshd }\n${detection}`),
  bad('misspelt type', 'live-event-type', 1, selecting('{ type: LoginFaild }')),
  bad('one misspelt type of two', 'live-event-type', 1, selecting('{ type: [LoginFailed, LoginFaild] }')),
  bad('type as it is sent', 'live-event-type', 1, selecting('{ type: tillwatch.LoginFailed.v1 }')),
  bad('heartbeats', 'live-event-type', 1, selecting('{ type: Heartbeat }')),
  bad('two types at once', 'live-no-event', 1, selecting('{ type: LoginFailed, "type|startswith": Operator }')),
  bad(
    'type of another category',
    'live-no-event',
    1,
    selecting('{ type: LoginFailed }').replace('tillwatch', 'tillwatch, category: account'),
  ),
  bad('no type at all', 'live-no-event', 1, selecting('{ "type|exists": false }')),
  bad('keywords', 'live-keywords', 1, selecting('[badness]')),
  bad('keywords among fields', 'live-keywords', 1, selecting('[{ type: LoginFailed }, badness]')),

  bad('group-by of anything', 'live-group-by', 8, withBlock('group-by: reason')),
  bad('group-by of a prototype', 'live-group-by', 8, withBlock('group-by: constructor')),
  bad('group-by of several', 'not-a-text', 8, withBlock('group-by: [operatorId, terminalId]')),
  bad('episode in months', 'timespan-invalid', 8, withBlock('episode: 1M')),
  bad('episode of a week', 'live-timespan', 8, withBlock('episode: 7d')),

  bad('correlation over everything', 'live-group-by', 17, correlation({ 'group-by': undefined })),
  bad('correlation by two fields', 'live-group-by', 20, correlation({ 'group-by': '[operatorId, terminalId]' })),
  bad('correlation by what is no key', 'live-group-by', 20, correlation({ 'group-by': '[networkId]' })),
  bad(
    'correlation by two things under one name',
    'live-group-by',
    20,
    correlation({
      rules: '[base, other]',
      'group-by': '[who]',
      aliases: '{ who: { base: operatorId, other: terminalId } }',
    }),
  ),
  bad('correlation over a month', 'live-timespan', 21, correlation({ timespan: '31d' })),
  bad('fewer than', 'live-upper-bound', 22, correlation({ condition: '{ gte: 1, lt: 5 }' })),
  bad('exactly', 'live-upper-bound', 22, correlation({ condition: '{ eq: 5 }' })),
  bad(
    'not exactly',
    'live-upper-bound',
    22,
    correlation({ type: 'value_count', condition: '{ neq: 5, field: terminalId }' }),
  ),
  bad(
    'at most one rule',
    'live-upper-bound',
    22,
    correlation({ type: 'temporal', rules: '[base, other]', condition: '{ lte: 1 }' }),
  ),
  bad('more than is held', 'threshold-beyond-limit', 15, correlation({ condition: '{ gte: 4001 }' })),
  bad(
    'group-by in the block of a correlation',
    'key-unknown',
    24,
    `${correlation({})}tillwatch:\n  group-by: operatorId\n`,
  ),

  bad('examples in a map', 'live-example-form', 8, withBlock('examples: { a: b }')),
  bad('example without events', 'key-missing', 9, withExample('{ name: x, expect: [] }')),
  bad(
    'event without a time',
    'key-missing',
    9,
    withExample('{ name: x, events: [{ type: LoginFailed }], expect: [] }'),
  ),
  bad(
    'time in words',
    'live-example-form',
    9,
    withExample('{ name: x, events: [{ at: now, type: LoginFailed }], expect: [] }'),
  ),
  bad(
    'event repeated for ever',
    'live-example-form',
    9,
    withExample('{ name: x, events: [{ at: 0, type: LoginFailed, times: 1000000, every: 1 }], expect: [] }'),
  ),
  bad(
    'severity that does not exist',
    'value-not-listed',
    9,
    withExample('{ name: x, events: [], expect: [{ severity: awful, count: 1 }] }'),
  ),
  bad(
    'example that does not fire',
    'live-example',
    8,
    withExample('{ name: x, events: [{ at: 0, type: LoggedOut }], expect: [{ severity: medium, count: 1 }] }'),
  ),
  bad(
    'example that fires and should not',
    'live-example',
    8,
    withExample('{ name: x, events: [{ at: 0, type: LoginFailed }], expect: [] }'),
  ),
  bad(
    'too many examples',
    'live-too-many',
    8,
    withBlock(`examples: [${'{ name: x, events: [], expect: [] },'.repeat(21)}]`),
  ),
  bad(
    'too many events',
    'live-too-many',
    9,
    withExample(
      '{ name: x, events: [{ at: 0, type: LoginFailed, times: 500, every: 1 }, { at: 0, type: LoginFailed }], expect: [] }',
    ),
  ),
];
