import { load, refusal, ruleWith, run } from './try-rules.contract.js';

/** Sigma filters specification 2.1.0. */

const rule = ruleWith(
  'selection:\n  EventID: 1\ncondition:\n  - selection',
  'title: R\nid: r-1\nname: rule_one\nlogsource:\n  category: process_creation\n  product: windows',
);
const filter = (condition: string, rules = '[r-1]', product = 'windows'): string => `---
title: Filter Administrator account
description: The valid administrator account start with adm_
logsource:
  category: process_creation
  product: ${product}
filter:
  rules: ${rules}
  selection:
    User|startswith: 'adm_'
  other:
    Host: safe
  condition: ${condition}
`;
const passes = (text: string, event: object): boolean =>
  load(text).observe({ EventID: 1, ...event }).matched.length === 1;
const [admin, bob, safe] = [{ User: 'adm_x' }, { User: 'bob' }, { User: 'bob', Host: 'safe' }];

it('suppresses what its condition describes: the example of the specification', () => {
  const text = rule + filter('selection');
  expect([passes(text, admin), passes(text, bob), passes(text, {})]).toEqual([false, true, true]);
});

it('reads a negated condition as what remains, as its authors write it elsewhere', () => {
  for (const condition of ['not selection', 'not (selection)', 'not selection and not other', 'not 1 of them']) {
    const text = rule + filter(condition);
    expect([passes(text, admin), passes(text, bob)]).toEqual([false, true]);
  }
  expect(passes(rule + filter('not selection and not other'), safe)).toBe(false);
  expect(passes(rule + filter('1 of them'), safe)).toBe(false);
  expect(passes(rule + filter('all of them'), safe)).toBe(true);
  expect(passes(rule + filter('all of them'), { User: 'adm_x', Host: 'safe' })).toBe(false);
});

it('refuses a condition that both readings understand differently', () => {
  expect(refusal(rule + filter('selection and not other'))).toBe('filter-polarity');
  expect(refusal(rule + filter('not not selection'))).toBe('filter-polarity');
  expect(refusal(rule + filter('[selection, other]'))).toBe('condition-syntax');
});

it('applies by id, by name, and with any to every rule of its logsource', () => {
  for (const rules of ['rule_one', '[rule_one]', 'any', '[any]']) {
    expect(passes(rule + filter('selection', rules), admin)).toBe(false);
  }
  expect(passes(rule + filter('selection', 'any', 'linux'), admin)).toBe(true);
});

it('applies together with other filters, and to what correlations count', () => {
  const text = rule + filter('selection') + filter('other', '[rule_one]');
  expect([passes(text, admin), passes(text, safe), passes(text, bob)]).toEqual([false, false, true]);
  const counted = `${text}---
title: Two
correlation: { type: event_count, rules: [r-1], timespan: 1m, condition: { gte: 2 } }
`;
  const events = [admin, bob, safe, bob].map((event, at) => ({ at, EventID: 1, ...event }));
  expect(run(load(counted), events).matches[0]!.events).toEqual([{ line: 2 }, { line: 4 }]);
});

it('refuses what it cannot apply to, and then leaves the rule as it is', () => {
  expect(refusal(rule + filter('selection', '[nobody]'))).toBe('reference-missing');
  expect(refusal(rule + filter('selection', '[r-1]', 'linux'))).toBe('filter-logsource');
  const correlated = `---
title: C
name: corr
correlation: { type: event_count, rules: [r-1], timespan: 1m, condition: { gte: 2 } }
`;
  expect(refusal(rule + correlated + filter('selection', '[corr]'))).toBe('reference-not-detection');
});
