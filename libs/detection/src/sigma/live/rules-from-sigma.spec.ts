import { readFileSync } from 'node:fs';
import { Edge } from '../../arrival.contract.js';
import { createDetectionEngine } from '../../engine.js';
import type { Rule } from '../../rule.js';
import { scene, type Line } from '../../scene.js';
import { liveRules } from './correlations.contract.js';
import { ruleFromSigma, rulesFromSigma } from './rules-from-sigma.js';
import { seenTypes } from './vocabulary.js';

const rule = (selection: string, rest = '', category = '') => `title: Tried
id: tried
logsource: { product: tillwatch${category && `, category: ${category}`} }
detection: { s: ${selection}, condition: s }
${rest}`;

function only(text: string): Rule {
  const [first, second] = liveRules(text);
  expect(second).toBeUndefined();
  return first!;
}

/** Counts of what a rule finds, in order of time. */
function counts(text: string, ...lines: Line[]): number[] {
  const made = only(text);
  const edge = new Edge(() => createDetectionEngine([made]));
  edge.deliver(scene(lines));
  return edge.findings(made.id).map(({ count }) => count);
}

const failed = (at: number, line: Partial<Line> = {}): Line => ({ at, name: 'LoginFailed', ...line });

describe('what an event is to a rule', () => {
  it('has its type, its header and its data under the names that people know', () => {
    const event = failed(0, { marks: ['chain-broken'], data: { reason: 'x', verdict: { reused: true } } });
    const fulfilled = [
      '{ type: loginfailed }',
      '{ operatorId: O-1, terminalId: t-1, storeId: s-1 }',
      '{ marks: chain-broken }',
      '{ reason: x }',
      '{ data.reason: x }',
      '{ verdict.reused: true }',
      "{ 'time|hour': 12 }",
      "{ 'at|exists': false, 'recordedAt|exists': false, 'name|exists': false }",
    ];
    for (const selection of fulfilled) expect([selection, counts(rule(selection), event)]).toEqual([selection, [1]]);
    expect(counts(rule('{ reason: y }'), event)).toEqual([]);
  });

  it('is one of the types that the rule leaves open', () => {
    const on = (selection: string, category?: string) => only(rule(selection, '', category)).on;
    expect(on('{ reason: x }')).toEqual(seenTypes);
    expect(on('{ type: [LoginFailed, LoggedOut], reason: x }')).toEqual(['LoginFailed', 'LoggedOut']);
    expect(on("{ 'type|startswith': Login }")).toEqual(['LoginSucceeded', 'LoginFailed']);
    expect(on("{ 'type|endswith': ed, reason: x }", 'authentication')).not.toContain('PasswordChanged');
    expect(on('[{ type: LoggedOut }, { type: LoginFailed, reason: x }]')).toEqual(['LoginFailed', 'LoggedOut']);
    const negated = rule('{ type: LoginFailed }').replace('condition: s', 'condition: not s');
    expect(only(negated).on).toEqual(seenTypes.filter((name) => name !== 'LoginFailed'));
    expect(seenTypes).not.toContain('Heartbeat');
  });
});

describe('a plain rule', () => {
  it('finds an episode of matches by terminal, within an hour of each other', () => {
    const tried = rule('{ type: LoginFailed }');
    expect(counts(tried, failed(0), failed(3_600), failed(7_201))).toEqual([2, 1]);
    expect(counts(tried, failed(0), failed(1, { terminalId: 't-2' }))).toEqual([1, 1]);
  });

  it('counts by whom and for how long it says', () => {
    const tried = rule('{ type: LoginFailed }', 'tillwatch: { group-by: operatorId, episode: 10m }');
    expect(counts(tried, failed(0), failed(600, { terminalId: 't-2' }), failed(1_201))).toEqual([2, 1]);
    expect(counts(tried, failed(0, { operatorId: `unknown-${'ab'.repeat(16)}` }))).toEqual([]);
  });

  it('is told about in two languages, with the severity, techniques and stage it asks for', () => {
    const head =
      'level: informational\nstatus: stable\ntags: [attack.t1110.001, attack.initial-access]\nreferences: [PCI DSS 8.3.4]\nfalsepositives: [One, Two]\ndescription: What it is.\n';
    expect(only(rule('{ type: LoginFailed }', `${head}tillwatch: { zh: { title: 试, runbook: 查 } }`))).toMatchObject({
      severity: 'low',
      startsIn: 'live',
      references: ['PCI DSS 8.3.4', 'ATT&CK T1110.001'],
      title: { en: 'Tried', zh: '试' },
      runbook: { en: 'What it is.', zh: '查' },
      falsePositives: { en: 'One · Two', zh: 'One · Two' },
      knownGaps: { en: expect.stringMatching(/./), zh: expect.stringMatching(/\p{Script=Han}/u) },
    });
    expect(only(rule('{ type: LoginFailed }'))).toMatchObject({ severity: 'medium', startsIn: 'shadow' });
  });
});

describe('the version', () => {
  const version = (text: string) => only(text).version;
  const tried = rule('{ type: LoginFailed }');
  const filter = (user: string) =>
    `---\ntitle: F\nlogsource: { product: tillwatch }\nfilter: { rules: [tried], f: { operatorId: ${user} }, condition: not f }\n`;

  it('is the one that is given', () => {
    expect(version(rule('{ type: LoginFailed }', 'tillwatch: { version: 7 }'))).toBe(7);
  });

  it('changes with every word of the rule and of the filters on it, and with nothing else', () => {
    const texts = [
      tried,
      rule('{ type: LoggedOut }'),
      `${tried}level: low\n`,
      tried + filter('a'),
      tried + filter('b'),
    ];
    expect(new Set(texts.map(version)).size).toBe(texts.length);
    expect(version(`# comment\n\n${tried}`)).toBe(version(tried));
    const beside = rulesFromSigma([
      { name: 'a', text: rule('{ type: LoggedOut }').replaceAll('tried', 'other') },
      { name: 'b', text: tried },
    ]).rules.find(({ id }) => id === 'tried');
    expect(beside!.version).toBe(version(tried));
  });

  it('changes with what a correlation refers to', () => {
    const counting = (type: string) =>
      `${rule(`{ type: ${type} }`).replace('id: tried', 'name: base')}---\ntitle: C\nid: c\ncorrelation: { type: event_count, rules: [base], group-by: [operatorId], timespan: 1m, condition: { gte: 2 } }\n`;
    expect(version(counting('LoginFailed'))).not.toBe(version(counting('LoggedOut')));
  });
});

it('applies filters', () => {
  const filtered = `${rule('{ type: LoginFailed }')}---\ntitle: F\nlogsource: { product: tillwatch }\nfilter: { rules: any, f: { terminalId: t-1 }, condition: not f }\n`;
  expect(counts(filtered, failed(0), failed(1, { terminalId: 't-2' }))).toEqual([1]);
});

it('is one rule from one text: a correlation with what it refers to, not two rules, and none with a fault', () => {
  const two = `${rule('{ type: LoginFailed }')}---\n${rule('{ type: LoggedOut }').replace('id: tried', 'id: other')}`;
  expect(ruleFromSigma(two)).toMatchObject({ problems: [{ line: 1, code: 'live-one-rule' }] });
  expect(ruleFromSigma(rule('{ type: LoginFailed }')).rule!.id).toBe('tried');
  expect(ruleFromSigma(`${rule('{ type: LoginFailed }')}---\ntitle: x\n`).rule).toBeUndefined();
});

it('makes a rule of the example in docs/sigma.md', () => {
  const page = readFileSync(new URL('../../../../../docs/sigma.md', import.meta.url), 'utf8');
  const [, text] = /my-rules\/vendor-resets\.yml`, whole:\n\n```yaml\n([^`]+)```/.exec(page)!;
  expect(only(text!)).toMatchObject({ groupBy: 'operator', startsIn: 'live', severity: 'high', window: 3_600_000 });
  expect(only(text!).examples).toHaveLength(2);
});
