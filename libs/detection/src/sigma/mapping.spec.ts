import { describeProblem, refusal, ruleWith, load, run } from './try-rules.contract.js';
import { readMapping, readPlaceholders, type SigmaMapping } from './read/read-mapping.js';

function mappingOf(text: string): SigmaMapping {
  const { mapping, problems } = readMapping(text, 'mapping.yml');
  if (!mapping) throw new Error(problems.map(describeProblem).join('\n'));
  return mapping;
}

const rule = (logsource: string, more = ''): string =>
  ruleWith("s:\n  User: bob\n  Image|endswith: '.exe'\ncondition: s", `title: R\nlogsource: ${logsource}\n${more}`);
const mapping = mappingOf(`
fields:
  User: user.name
logsources:
  - logsource: { product: windows }
    fields:
      Image: [process.path, process.executable]
      User: account
    condition:
      os: windows
  - logsource: { product: windows, category: process_creation }
    fields:
      User: actor
    condition:
      - EventID: 1
      - EventID: 4688
`);
const matched = (text: string, event: object): boolean => load(text, { mapping }).observe(event).matched.length === 1;

it('renames fields, the entry that says most about the logsource first', () => {
  const network = rule('{ product: windows, category: network_connection }');
  expect(matched(network, { os: 'windows', account: 'bob', process: { path: 'a.exe' } })).toBe(true);
  expect(matched(network, { os: 'windows', user: { name: 'bob' }, process: { path: 'a.exe' } })).toBe(false);
  expect(matched(network, { os: 'windows', User: 'bob', Image: 'a.exe' })).toBe(false);
  const process = rule('{ product: windows, category: process_creation, service: sysmon }');
  expect(matched(process, { os: 'windows', EventID: 1, actor: 'bob', process: { executable: 'a.exe' } })).toBe(true);
  expect(matched(process, { os: 'windows', EventID: 1, user: { name: 'bob' }, process: { path: 'a.exe' } })).toBe(
    false,
  );
});

it('takes any of several names, and the field for missing when all are', () => {
  const missing = ruleWith('s:\n  Image: null\ncondition: s', 'title: R\nlogsource: { product: windows }');
  expect(matched(missing, { os: 'windows' })).toBe(true);
  expect(matched(missing, { os: 'windows', process: { executable: 'x' } })).toBe(false);
});

it('lets a rule see only the events of its logsource', () => {
  const event = { actor: 'bob', process: { path: 'a.exe' }, os: 'windows' };
  const process = rule('{ product: windows, category: process_creation }');
  expect(matched(process, { ...event, EventID: 1 })).toBe(true);
  expect(matched(process, { ...event, EventID: '4688' })).toBe(true);
  expect(matched(process, { ...event, EventID: 3 })).toBe(false);
  expect(matched(process, { ...event, EventID: 1, os: 'linux' })).toBe(false);
});

it('evaluates rules of other logsources on every event, or refuses them', () => {
  const linux = rule('{ product: linux }');
  expect(matched(linux, { user: { name: 'bob' }, Image: 'a.exe' })).toBe(true);
  const strict = { ...mapping, unmapped: 'refuse' as const };
  expect(refusal(linux, { mapping: strict })).toBe('logsource-unmapped');
  expect(load(rule('{ product: windows }'), { mapping: strict }).rules).toHaveLength(1);
});

it('refuses rules of a taxonomy that it does not map', () => {
  expect(refusal(rule('{ product: x }', 'taxonomy: ecs'))).toBe('taxonomy-unknown');
  const ecs = mappingOf('taxonomies: [ecs]');
  expect(load(rule('{ product: x }', 'taxonomy: ecs'), { mapping: ecs }).rules).toHaveLength(1);
  expect(refusal(rule('{ product: x }'), { mapping: ecs })).toBe('taxonomy-unknown');
});

it('renames fields that are referred to, grouped by and counted', () => {
  const text = `${ruleWith('s:\n  User|fieldref: Owner\ncondition: s', 'title: R\nname: r\nlogsource: { product: x }')}---
title: C
correlation:
  type: value_count
  rules: r
  group-by: User
  timespan: 1m
  condition: { field: Host, gte: 2 }
`;
  const names = mappingOf('fields: { User: u, Owner: o, Host: h }');
  const events = [1, 2].map((at) => ({ at, u: 'x', o: 'x', h: `h${at}` }));
  const { matches } = run(load(text, { mapping: names }), events);
  expect(matches.map(({ group }) => Object.fromEntries(group))).toEqual([{ User: 'x' }]);
});

it('is refused as a whole for what it does not understand', () => {
  const codes = (text: string): string[] => readMapping(text, 'm.yml').problems.map(({ code }) => code);
  expect(codes('field: { a: b }')).toEqual(['key-unknown']);
  expect(codes('fields: [a]')).toEqual(['not-a-map']);
  expect(codes('fields: { a: { b: c } }')).toEqual(['not-a-list']);
  expect(codes('logsources: { product: x }')).toEqual(['not-a-list']);
  expect(codes('logsources: [{ fields: {} }]')).toEqual(['key-missing']);
  expect(codes('unmapped: maybe')).toEqual(['value-not-listed']);
  expect(codes('fields: {}\n---\nfields: {}')).toEqual(['yaml-too-large']);
  expect(codes('a: &x 1')).toEqual(['yaml-alias']);
});

it('reads placeholders as patterns', () => {
  const { placeholders } = readPlaceholders("Servers: ['srv-*', db]\nOne: 1", 'p.yml');
  const item = ruleWith("s:\n  Host|expand: '%Servers%'\ncondition: s");
  const engine = load(item, { placeholders: placeholders! });
  expect(['srv-7', 'DB', 'dbx'].map((Host) => engine.observe({ Host }).matched.length)).toEqual([1, 1, 0]);
  expect(readPlaceholders('A: []', 'p.yml').problems.map(({ code }) => code)).toEqual(['not-a-list']);
});
