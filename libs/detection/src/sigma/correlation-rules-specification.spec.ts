import { lines, load, run, type Timed } from './try-rules.contract.js';

/** Sigma correlation rules specification 2.1.0: how correlations and rules refer to each other. */

const failed = `
title: Single failed login
id: 53ba33fd-3a50-4468-a5ef-c583635cfa92
name: failed_login
logsource: { product: windows, service: security }
detection:
  selection:
    EventID: [529, 4625]
  condition: selection
`;
const successful = `
title: Successful login
name: successful_login
logsource: { product: windows, service: security }
detection:
  selection:
    EventID: [528, 4624]
  condition: selection
`;
const many = (more = ''): string => `
title: Multiple failed logons
name: multiple_failed_login
correlation:
  type: event_count
  rules: failed_login
  group-by: User
  timespan: 10m
  condition:
    gte: 10
  ${more}
`;
const then = (body = ''): string => `
title: Failed, then successful
correlation:
  type: temporal_ordered
  rules: [multiple_failed_login, successful_login]
  group-by: [User]
  timespan: 10m
  ${body}
`;
const documents = (...texts: string[]): string => texts.join('---');
const failures = (count: number, from = 0, every = 1, more: object = {}): Timed[] =>
  Array.from({ length: count }, (_, i) => ({ at: from + i * every, EventID: 4625, User: 'u', ...more }));
const success = (at: number, more: object = {}): Timed => ({ at, EventID: 4624, User: 'u', ...more });
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('Related rules', () => {
  it('refers by name or id, forward and backward, as text or list', () => {
    const byId = many().replace('rules: failed_login', 'rules: [53ba33fd-3a50-4468-a5ef-c583635cfa92]');
    for (const text of [documents(failed, many()), documents(many(), failed), documents(byId, failed)]) {
      expect(lines(run(load(text), failures(10)))).toEqual([range(1, 10)]);
    }
  });

  it('refers across files and to correlations: the example of the specification', () => {
    const engine = load(documents(then(), many(), failed, successful));
    expect(lines(run(engine, [...failures(10), success(60)]))).toEqual([range(1, 11)]);
    expect(lines(run(engine, [...failures(9), success(60)]))).toEqual([]);
    expect(lines(run(engine, [success(0), ...failures(10, 1)]))).toEqual([]);
    expect(lines(run(engine, [...failures(10), success(610)]))).toEqual([]);
  });

  it('takes an inner correlation for true until it ends, not only when it began', () => {
    const engine = load(documents(then(), many(), failed, successful));
    // Ten failures within ten minutes from minute 9 on, but also at minute 18; the success follows at minute 20.
    const { matches } = run(engine, [...failures(19, 0, 60), success(20 * 60)]);
    // Its events are those of the last ten minutes it held for.
    expect(lines({ matches, rules: [] })).toEqual([range(9, 20)]);
    const inAnyOrder = load(documents(then().replace('_ordered', ''), many(), failed, successful));
    expect(lines(run(inAnyOrder, [...failures(19, 0, 60), success(20 * 60)]))).toEqual([range(9, 20)]);
  });

  it('counts an inner correlation once per match', () => {
    const twice = `
title: Twice
correlation:
  type: event_count
  rules: multiple_failed_login
  timespan: 1h
  condition: { gte: 2 }
`;
    const engine = load(documents(twice, many(), failed));
    expect(run(engine, failures(60)).matches).toHaveLength(0);
    expect(run(engine, [...failures(10), ...failures(10, 1_000)]).matches).toHaveLength(1);
  });

  it('uses only its own group-by: values an inner correlation does not group by come from the completing event', () => {
    const byComputer = many().replace('group-by: User', 'group-by: ComputerName');
    const engine = load(documents(then(), byComputer, failed, successful));
    const attack = failures(10, 0, 1, { ComputerName: 'pc' });
    expect(run(engine, [...attack, success(60)]).matches).toHaveLength(1);
    expect(run(engine, [...attack, success(60, { User: 'other' })]).matches).toHaveLength(0);
  });
});

describe('Field Name Aliases', () => {
  const engine = load(`
title: Internal error
name: internal_error
logsource: { category: webserver }
detection:
  selection:
    http.response.status_code: 500
  condition: selection
---
title: New connection
name: new_network_connection
logsource: { category: firewall }
detection:
  selection:
    event.category: network
  condition: selection
---
title: Both
correlation:
  type: temporal
  rules: [internal_error, new_network_connection]
  group-by: [internal_ip, remote_ip]
  timespan: 10s
  aliases:
    internal_ip:
      internal_error: destination.ip
      new_network_connection: source.ip
    remote_ip:
      internal_error: source.ip
      new_network_connection: destination.ip
`);
  const error = { at: 0, http: { response: { status_code: 500 } }, source: { ip: 'r' }, destination: { ip: 'i' } };

  it('groups different fields of different events', () => {
    const connection = { at: 5, event: { category: 'network' }, source: { ip: 'i' }, destination: { ip: 'r' } };
    const { matches } = run(engine, [error, connection]);
    expect(matches.map(({ group }) => Object.fromEntries(group))).toEqual([{ internal_ip: 'i', remote_ip: 'r' }]);
  });

  it('does not match when the fields agree the other way round', () => {
    const connection = { at: 5, event: { category: 'network' }, source: { ip: 'r' }, destination: { ip: 'i' } };
    expect(run(engine, [error, connection]).matches).toEqual([]);
  });
});

describe('Generate', () => {
  const titles = (text: string): string[] => [
    ...new Set(run(load(text), failures(10)).rules.map(({ title }) => title)),
  ];

  it('reports the rules a correlation refers to only when asked', () => {
    expect(titles(documents(failed))).toEqual(['Single failed login']);
    expect(titles(documents(failed, many()))).toEqual([]);
    expect(titles(documents(failed, many('generate: false')))).toEqual([]);
    expect(titles(documents(failed, many('generate: true')))).toEqual(['Single failed login']);
    expect(titles(documents(failed, `${many()}generate: true\n`))).toEqual(['Single failed login']);
  });

  it('holds for inner correlations too', () => {
    const events = [...failures(10), success(60)];
    const quiet = run(load(documents(then(), many(), failed, successful)), events);
    expect(quiet.matches.map(({ correlation }) => correlation.title)).toEqual(['Failed, then successful']);
    const loud = run(load(documents(then('generate: true'), many(), failed, successful)), events);
    expect(loud.matches.map(({ correlation }) => correlation.title)).toEqual([
      'Multiple failed logons',
      'Failed, then successful',
    ]);
    expect(loud.rules.map(({ title }) => title)).toEqual(['Successful login']);
  });
});
