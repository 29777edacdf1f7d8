import { keyMessage } from '@tillwatch/domain';
import { type CloudEvent, decodeEvent } from '@tillwatch/events';
import { getTerminal } from '@tillwatch/read-models';
import { newKey, type SigningKey } from '@tillwatch/testing';
import { type ComplianceFixture, startCompliance } from '../compliance.contract.js';
import { Teller } from '../intake/teller.fixture.js';
import { plainCode } from './enrolment-code.js';

let compliance: ComplianceFixture;
beforeAll(async () => {
  compliance = await startCompliance(() => Date.parse('2026-11-23T08:00:00.000Z'));
});
afterAll(() => compliance.close());

let terminals = 0;
let terminal: string;
let teller: Teller;
beforeEach(() => {
  terminal = `t-${++terminals}`;
  teller = new Teller(terminal);
});

const ask = (path: string, body?: object) => compliance.ask('POST', `/v1/terminals/${terminal}/${path}`, body);

/** A key that the terminal registered, as terminals do. */
async function enrolled(): Promise<SigningKey> {
  const key = newKey();
  const { body } = await ask('enrolment-codes');
  const proof = key.sign(keyMessage(terminal, key.publicKey, plainCode(body['code'] as string)));
  const answer = await ask('keys', { publicKey: key.publicKey, proof, code: body['code'] });
  expect(answer.status).toBe(201);
  return key;
}

async function view() {
  await compliance.settled();
  return getTerminal(compliance.service.database, terminal);
}
const rules = async () => (await compliance.alerts(terminal)).map(({ rule }) => rule).sort();
const inLog = async () =>
  (await compliance.service.store.readStream(`terminal-${terminal}`, { limit: 10_000 })).map((stored) =>
    decodeEvent(stored),
  );
const acknowledged = (command: string, commandId: unknown, time = '2026-11-23T07:59:00Z'): CloudEvent =>
  teller.next('CommandAcknowledged', { commandId, command, outcome: 'done', number: 1 }, { time });
const login = (sessionId: string): CloudEvent =>
  teller.next('LoginSucceeded', { sessionId, factors: ['password'] }, { subject: 'o-1' });
const nobodysCommand = '00000000-0000-4000-8000-000000000001';

it('is sealed up to the last good seal', async () => {
  const key = await enrolled();
  await compliance.send(teller.next('JournalOpened', { reason: 'first' }), teller.seal(key), teller.next());
  expect(await rules()).toEqual([]);
  expect(await view()).toMatchObject({ keys: 1, sealedUntil: { epoch: 5, sequence: 2 }, journal: { sequence: 3 } });
});

it.each<[string, string, (key: SigningKey) => CloudEvent[]]>([
  ['I22: a head that is not the event before', 'R30d', (key) => [teller.seal(key, { head: 'cd'.repeat(32) })]],
  ['I23: the key of another terminal', 'R29-seal', () => [teller.seal(newKey())]],
  ['I27: a key nobody registered', 'R29-seal', () => [teller.seal(newKey())]],
  [
    'I28: a signature out of range',
    'R29-seal',
    (key) => [teller.seal(key, { signature: `${'A'.repeat(43)}${'_'.repeat(42)}w` })],
  ],
  [
    'a replay of an older seal at a later place',
    'R29-seal',
    (key) => {
      const seal = teller.seal(key);
      const { head, signature } = seal.data as { head: string; signature: string };
      return [seal, teller.next(), teller.next('ChainSealed', { head, signature, keyId: key.keyId })];
    },
  ],
])('keeps what cannot be trusted, says so and trusts no more for it: %s', async (_, rule, untrusted) => {
  const key = await enrolled();
  await compliance.send(teller.next(), teller.seal(key));
  const { sealedUntil } = (await view())!;
  const events = untrusted(key);
  expect(await compliance.send(...events)).toMatchObject({ accepted: events.length });
  expect(await rules()).toContain(rule);
  const last = (await inLog()).at(-1)!;
  expect(last.header.marks).toContain(rule === 'R30d' ? 'chain-broken' : 'seal-invalid');
  const { sealedUntil: after } = (await view())!;
  expect(after!.sequence).toBe(sealedUntil!.sequence + (events.length > 1 ? 1 : 0));
});

it('takes another terminal\u2019s captured batch as what it is: no event of this one (F22)', async () => {
  const key = await enrolled();
  const captured = [teller.next(), teller.seal(key)];
  await compliance.send(...captured);
  expect(await compliance.send(...captured)).toMatchObject({ duplicates: 2, accepted: 0 });
  const elsewhere = captured.map((event) => ({ ...event, source: '/terminals/t-elsewhere' }));
  await compliance.send(...elsewhere);
  expect((await compliance.alerts('t-elsewhere')).map(({ rule }) => rule)).toContain('R29-seal');
  expect(await rules()).toEqual([]);
});

it('keeps a backlog of a revoked key: expected up to the drain, an alert beyond it, trusted nowhere (F24, I25, I26)', async () => {
  const key = await enrolled();
  await compliance.send(teller.next(), teller.seal(key));
  const backlog: CloudEvent[] = [];
  while (backlog.length < 1_000) backlog.push(backlog.length % 100 === 99 ? teller.seal(key) : teller.next());
  const drainUntil = { epoch: 5, sequence: 1_002 };
  expect((await ask(`keys/${key.keyId}/revoke`, { reason: 'stolen', drainUntil })).status).toBe(200);
  await compliance.send(...backlog.slice(0, 500));
  await compliance.send(...backlog.slice(500));
  expect(await rules()).toEqual([]);
  expect(await view()).toMatchObject({ keys: 0, sealedUntil: { sequence: 2 }, journal: { sequence: 1_002 } });
  const seals = (await inLog()).filter(({ name }) => name === 'ChainSealed').slice(1);
  expect(seals.map(({ header }) => header.marks)).toEqual(seals.map(() => ['after-revocation', 'drained']));
  expect(seals).toHaveLength(10);
  await compliance.send(teller.next(), teller.seal(key));
  expect(await rules()).toEqual(['R29-revoked']);
  expect(await view()).toMatchObject({ sealedUntil: { sequence: 2 } });
});

it('tells two devices with one key apart at the first event they tell differently, both kept (F25)', async () => {
  const missed: number[] = [];
  for (let seed = 1; seed <= 200; seed++) {
    terminal = `clone-${seed}`;
    teller = new Teller(terminal);
    await compliance.send(...Array.from({ length: 1 + (seed % 7) }, () => teller.next()));
    const twin = teller.clone();
    const [ours, theirs] = [1 + (seed % 3), 1 + (seed % 5)].map((count, i) =>
      Array.from({ length: count }, () => (i === 0 ? teller : twin).next()),
    );
    await compliance.send(...ours!);
    const answer = await compliance.send(...theirs!);
    const kept = Math.min(ours!.length, theirs!.length);
    if (answer.conflicts !== kept || answer.accepted !== theirs!.length - kept) missed.push(seed);
  }
  expect(missed).toEqual([]);
  for (let seed = 1; seed <= 200; seed += 1) {
    if ((await compliance.alerts(`clone-${seed}`, 'R29')).length !== 1) missed.push(seed);
  }
  expect(missed).toEqual([]);
});

it('freezes: told, confirmed, and whatever happens after that is an alert; before it, latency', async () => {
  await compliance.send(teller.next('TerminalStarted', {}));
  const { body } = await ask('freeze', { reason: 'missing' });
  expect(body['number']).toBe(1);
  await compliance.send(login('a'));
  expect(await rules()).toEqual([]);
  expect(await view()).toMatchObject({ frozen: false, commands: { pending: 1 } });

  await compliance.send(acknowledged('freeze', body['commandId'], '2026-11-23T08:00:05Z'));
  expect(await view()).toMatchObject({ frozen: true, commands: { pending: 0, lastLatencyMs: 5_000 } });
  await compliance.send(teller.next('LoginFailed', { reason: 'terminal-frozen' }, { subject: 'o-1' }));
  expect(await rules()).toEqual([]);
  await compliance.send(login('b'));
  const [alert] = await compliance.alerts(terminal, 'R28');
  expect(alert).toMatchObject({ severity: 'critical', count: 1, details: { operators: ['o-1'] } });

  await ask('unfreeze', { reason: 'found' });
  await compliance.send(acknowledged('unfreeze', nobodysCommand), login('c'));
  expect(await view()).toMatchObject({ frozen: false });
  expect(await compliance.alerts(terminal, 'R28')).toMatchObject([{ count: 1 }]);
});

it('judges by the journal when a terminal tells late that it had been frozen', async () => {
  const [started, frozen, entered] = [teller.next(), acknowledged('freeze', nobodysCommand), login('a')];
  await compliance.send(started, entered);
  expect(await compliance.alerts(terminal, 'R28')).toEqual([]);
  await compliance.send(frozen);
  expect(await compliance.alerts(terminal, 'R28')).toMatchObject([{ count: 1 }]);
});
