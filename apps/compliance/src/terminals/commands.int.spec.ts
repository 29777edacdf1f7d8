import { setTimeout as pause } from 'node:timers/promises';
import { silentLog, systemClock } from '@tillwatch/kernel';
import { type ComplianceFixture, startCompliance } from '../compliance.contract.js';
import { CommandWaits, waitsPerTerminal } from './command-waits.js';
import { IssueTerminalCommand, IssueTerminalCommandHandler } from './issue-terminal-command.js';
import { lookAgainMs } from './read-commands.js';

let compliance: ComplianceFixture;
let url: string;
beforeAll(async () => {
  compliance = await startCompliance();
  await compliance.app.listen(0, '127.0.0.1');
  url = await compliance.app.getUrl();
});
afterAll(() => compliance.close());

let terminals = 0;
let terminal: string;
beforeEach(() => (terminal = `t-${++terminals}`));

/** Far above what anything here takes, so that an end before it is no accident. */
const longSeconds = 30;

interface Commands {
  now: string;
  commands: { number: number; commandId: string; command: string }[];
}

const issue = (what: string, body: object) =>
  compliance.ask<Record<string, unknown>>('POST', `/v1/terminals/${terminal}/${what}`, body);

async function poll(query: string, signal?: AbortSignal): Promise<{ status: number; body: Commands; tookMs: number }> {
  const started = performance.now();
  const address = `${url}/v1/terminals/${terminal}/commands?${query}`;
  const response = await fetch(address, { headers: { authorization: 'Bearer ingest' }, ...(signal && { signal }) });
  const body = (await response.json()) as Commands;
  return { status: response.status, body, tookMs: performance.now() - started };
}

it('issues commands with numbers, and gives a terminal those above the last it has', async () => {
  const first = await issue('freeze', { reason: 'lost' });
  expect([first.status, first.body]).toEqual([202, { commandId: expect.any(String), number: 1, singlePerson: true }]);
  await issue('end-sessions', { reason: 'shift over' });
  await issue('end-sessions', { reason: 'left', operatorId: 'o-1' });
  await issue('demand-password-change', { reason: 'leaked', operatorId: 'o-1' });
  expect((await issue('unfreeze', { reason: 'found' })).body['number']).toBe(5);
  const { status, body } = await poll('');
  expect([status, body.commands.map(({ command }) => command)]).toEqual([
    200,
    ['freeze', 'end-sessions', 'end-sessions', 'demand-password-change', 'unfreeze'],
  ]);
  expect(body.commands[0]).toEqual({
    number: 1,
    commandId: first.body['commandId'],
    command: 'freeze',
    reason: 'lost',
    issuedAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
  });
  expect(body.commands[3]).toMatchObject({ operatorId: 'o-1' });
  expect((await poll('after=3&wait=30')).body.commands.map(({ number }) => number)).toEqual([4, 5]);
  expect((await poll('after=5')).body.commands).toEqual([]);
});

it('issues a command once that is sent again, and refuses its id to another', async () => {
  const commandId = crypto.randomUUID();
  const again = { reason: 'shift over', operatorId: 'o-1', commandId };
  const [first, second] = [await issue('end-sessions', again), await issue('end-sessions', again)];
  expect([second.status, second.body]).toEqual([202, first.body]);
  const other = await issue('demand-password-change', again);
  expect([other.status, other.body]).toMatchObject([409, { error: { code: 'command-id-reused' } }]);
});

it('gives at most a hundred at once', async () => {
  for (let i = 0; i < 101; i++) await issue('end-sessions', { reason: 'again' });
  expect((await poll('')).body.commands).toHaveLength(100);
  expect((await poll('after=100')).body.commands).toHaveLength(1);
});

it('numbers commands that many issue at once without a hole', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => issue('freeze', { reason: 'lost' })));
  const numbers = answers.map(({ body }) => body['number'] as number);
  expect(numbers.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

it.each([
  ['freeze', {}, '/reason'],
  ['freeze', { reason: '' }, '/reason'],
  ['freeze', { reason: 'x', operatorId: 'o-1' }, '/operatorId'],
  ['demand-password-change', { reason: 'x' }, '/operatorId'],
  ['end-sessions', { reason: 'x', operatorId: 7 }, '/operatorId'],
  ['end-sessions', { reason: 'x', actor: 'me' }, '/actor'],
])('refuses to %s with %j', async (what, body, path) => {
  const answer = await issue(what, body);
  expect([answer.status, answer.body['error']]).toMatchObject([400, { code: 'parameter-invalid', path }]);
});

it.each(['wait=31', 'wait=-1', 'wait=x', 'after=-1', 'after=1.5', 'since=1', 'wait=1&wait=2'])(
  'refuses ?%s',
  async (query) => expect((await poll(query)).status).toBe(400),
);

it('answers a waiting terminal when a command comes, and nobody else', async () => {
  const waiting = poll(`wait=${longSeconds}`);
  const other = terminal;
  terminal = `${terminal}-other`;
  const hangUp = new AbortController();
  const bystander = poll(`wait=${longSeconds}`, hangUp.signal).catch(() => 'still waiting');
  terminal = other;
  await pause(200);
  await issue('freeze', { reason: 'lost' });
  const { body, tookMs } = await waiting;
  expect(body.commands).toMatchObject([{ number: 1, command: 'freeze' }]);
  expect(tookMs).toBeLessThan(longSeconds * 500);
  hangUp.abort();
  expect(await bystander).toBe('still waiting');
});

it('hears of a command that another instance issued', async () => {
  const waiting = poll(`wait=${longSeconds}`);
  await pause(200);
  const { database, store } = compliance.service;
  const rival = new IssueTerminalCommandHandler({ store, clock: systemClock }, new CommandWaits(database, silentLog));
  await rival.execute(new IssueTerminalCommand('default', terminal, 'freeze', { reason: 'lost', actor: 'admin' }));
  const { body, tookMs } = await waiting;
  expect(body.commands).toHaveLength(1);
  expect(tookMs).toBeLessThan(lookAgainMs - 1_000);
});

it('lets the wait end, and says the time', async () => {
  const { body, tookMs } = await poll('wait=1');
  expect(body).toEqual({ now: expect.any(String), commands: [] });
  expect(tookMs).toBeGreaterThan(950);
  expect(Math.abs(Date.parse(body.now) - Date.now())).toBeLessThan(60_000);
});

it('keeps a few waits of a terminal, not more, and forgets those that hung up', async () => {
  const hangUp = new AbortController();
  const kept = Array.from({ length: waitsPerTerminal }, () => poll(`wait=${longSeconds}`, hangUp.signal));
  const ends = Promise.allSettled(kept);
  await eventually(async () => (await poll('wait=1')).status === 429);
  expect((await poll('wait=0')).status).toBe(200);
  hangUp.abort();
  await ends;
  await eventually(async () => (await poll('wait=0')).status === 200 && (await poll('wait=1')).status === 200);
});

it('keeps a limited number of waits in all, and frees the place of each that is over', () => {
  const waits = new CommandWaits(compliance.service.database, silentLog, 2);
  const first = waits.enter('a');
  waits.enter('b');
  const full = expect.objectContaining({ status: 429, retryAfter: 1 });
  expect(() => waits.enter('c')).toThrow(full);
  first.leave();
  first.leave();
  waits.enter('c');
  expect(() => waits.enter('d')).toThrow(full);
});

it('answers everybody at once when the service ends', async () => {
  const ending = await startCompliance();
  await ending.app.listen(0, '127.0.0.1');
  const address = `${await ending.app.getUrl()}/v1/terminals/t-1/commands?wait=${longSeconds}`;
  const started = performance.now();
  const waiting = fetch(address, { headers: { authorization: 'Bearer ingest' } });
  await pause(300);
  await Promise.all([ending.close(), waiting.then(async (answer) => expect(answer.status).toBe(200))]);
  expect(performance.now() - started).toBeLessThan(lookAgainMs - 1_000);
});

async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await pause(50)) if (await isSo()) return;
  throw new Error('It never came about.');
}
