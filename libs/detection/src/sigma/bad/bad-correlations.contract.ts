import { bad, withItem } from './bad-document.contract.js';

const rule = withItem('a: 1').replace('title: Bad\n', 'title: Bad\nname: r\n');
const filter = (body: string): string => `${rule}---\ntitle: F\nlogsource: { category: test }\nfilter:\n${body}\n`;
const all = { type: 'event_count', rules: '[r]', timespan: '1m', condition: '{ gte: 1 }' };

/** A good rule, and from line 9 on a correlation with these members, each on a line of its own from line 11. */
const correlation = (members: Record<string, string | undefined>): string => {
  const lines = Object.entries({ ...all, ...members }).flatMap(([key, value]) => (value ? [`  ${key}: ${value}`] : []));
  return `${rule}---\ntitle: C\ncorrelation:\n${lines.join('\n')}\n`;
};
const named = (name: string, rules: string): string =>
  `title: ${name}\nname: ${name}\ncorrelation: { type: temporal, rules: ${rules}, timespan: 1m }\n`;

/** Correlations and filters that cannot mean anything. */
export const badCorrelations = [
  bad('unknown type', 'correlation-type', 11, correlation({ type: 'event_sum' })),
  bad('no type', 'key-missing', 11, correlation({ type: undefined })),
  bad('no rules', 'key-missing', 11, correlation({ rules: undefined })),
  bad('empty rules', 'not-a-list', 12, correlation({ rules: '[]' })),
  bad('the same rule twice', 'not-a-list', 12, correlation({ rules: '[r, r]' })),
  bad('rules in a map', 'not-a-list', 12, correlation({ rules: '{ r: 1 }' })),
  bad('missing rule', 'reference-missing', 12, correlation({ rules: '[r, nobody]' })),
  bad('no timespan', 'key-missing', 11, correlation({ timespan: undefined })),
  bad('timespan without a unit', 'timespan-invalid', 13, correlation({ timespan: '10' })),
  bad('timespan in months', 'timespan-invalid', 13, correlation({ timespan: '1M' })),
  bad('timespan of two units', 'timespan-invalid', 13, correlation({ timespan: '1h30m' })),
  bad('timespan of nothing', 'timespan-invalid', 13, correlation({ timespan: '0m' })),
  bad('timespan of ages', 'timespan-invalid', 13, correlation({ timespan: '99999d' })),
  bad('correlation without a condition', 'key-missing', 11, correlation({ condition: undefined })),
  bad('empty condition', 'key-missing', 14, correlation({ condition: '{}' })),
  bad('condition of words', 'correlation-condition', 14, correlation({ condition: 'r and not r' })),
  bad('unknown operator', 'key-unknown', 14, correlation({ condition: '{ ge: 1 }' })),
  bad('threshold that is a text', 'threshold-invalid', 14, correlation({ condition: '{ gte: many }' })),
  bad('half an event', 'threshold-invalid', 14, correlation({ condition: '{ gte: 1.5 }' })),
  bad('fewer than none', 'threshold-invalid', 14, correlation({ condition: '{ lt: -1 }' })),
  bad('never true', 'correlation-condition', 14, correlation({ condition: '{ gt: 5, lt: 6 }' })),
  bad('none at all', 'correlation-condition', 14, correlation({ condition: '{ lt: 1 }' })),
  bad('more than is held', 'threshold-beyond-limit', 9, correlation({ condition: '{ gte: 20000 }' })),
  bad('field for a plain count', 'key-unknown', 14, correlation({ condition: '{ gte: 1, field: a }' })),
  bad('no field to count', 'key-missing', 14, correlation({ type: 'value_count' })),
  bad(
    'two fields to add up',
    'correlation-condition',
    14,
    correlation({ type: 'value_sum', condition: '{ gt: 1, field: [a, b] }' }),
  ),
  bad(
    'percentile of a sum',
    'key-unknown',
    14,
    correlation({ type: 'value_sum', condition: '{ gt: 1, field: a, percentile: 5 }' }),
  ),
  bad(
    'percentile over 100',
    'threshold-invalid',
    14,
    correlation({ type: 'value_percentile', condition: '{ gt: 1, field: a, percentile: 101 }' }),
  ),
  bad(
    'share over 100',
    'correlation-condition',
    14,
    correlation({ type: 'value_percentile', condition: '{ gt: 101, field: a }' }),
  ),
  bad(
    'sum that is never true',
    'correlation-condition',
    14,
    correlation({ type: 'value_sum', condition: '{ gt: 2, lt: 1, field: a }' }),
  ),
  bad(
    'more rules than there are',
    'correlation-condition',
    14,
    correlation({ type: 'temporal', condition: '{ gte: 2 }' }),
  ),
  bad('order of some', 'correlation-condition', 5, orderOfSome()),
  bad('unknown key', 'key-unknown', 15, correlation({ groupby: '[a]' })),
  bad('key of an older draft', 'key-unknown', 15, correlation({ field: 'a' })),
  bad('group-by in a map', 'not-a-list', 15, correlation({ 'group-by': '{ a: b }' })),
  bad('alias of a rule that is not here', 'alias-invalid', 15, correlation({ aliases: '{ x: { other: f } }' })),
  bad('alias without a field', 'alias-invalid', 15, correlation({ aliases: '{ x: { r: } }' })),
  bad('alias that is a text', 'not-a-map', 15, correlation({ aliases: '{ x: f }' })),
  bad('generate that is a text', 'value-not-listed', 15, correlation({ generate: 'perhaps' })),
  bad('correlation with itself', 'correlation-cycle', 3, named('a', '[a]')),
  bad('name that is taken', 'name-taken', 9, `${rule}---\n${rule}`),
  bad('id that is a name', 'name-taken', 9, `${rule}---\n${rule.replace('name: r', 'id: r')}`),

  bad('filter without rules', 'key-missing', 12, filter('  s: { a: 1 }\n  condition: s')),
  bad('filter without a condition', 'key-missing', 12, filter('  rules: [r]\n  s: { a: 1 }')),
  bad('filter without a selection', 'identifiers-missing', 12, filter('  rules: [r]\n  condition: s')),
  bad('filter of nobody', 'reference-missing', 12, filter('  rules: [x]\n  s: { a: 1 }\n  condition: s')),
  bad(
    'filter of two minds',
    'filter-polarity',
    15,
    filter('  rules: [r]\n  s: { a: 1 }\n  t: { a: 1 }\n  condition: s and not t'),
  ),
];

function orderOfSome(): string {
  const section = '  type: temporal_ordered\n  rules: [q, r]\n  condition: { gte: 1 }\n  timespan: 1m\n';
  return `title: C\ncorrelation:\n${section}---\n${rule}---\n${rule.replace('name: r', 'name: q')}`;
}
