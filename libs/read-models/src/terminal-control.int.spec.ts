import { platformEvent, type PayloadOf, type PlatformEventName } from '@tillwatch/events';
import { uuidFromName } from '@tillwatch/kernel';
import { noon, openLiveLog, type LiveLog, type Told } from './live-log.contract.js';
import { overview } from './overview.js';
import { rebuild } from './rebuild.js';
import { listTerminalCommands, terminalCommands } from './terminal-commands.js';
import { listTerminalKeys, terminalKeys } from './terminal-keys.js';
import { getTerminal, listTerminals, terminalJournals, terminalState } from './terminal-state.js';

let log: LiveLog;
const revisions = new Map<string, number>();
beforeEach(async () => {
  log = await openLiveLog();
  revisions.clear();
});
afterEach(async () => {
  for (const model of [terminalState, terminalCommands, terminalKeys])
    expect([model.name, (await rebuild(log.database, model)).equal]).toEqual([model.name, true]);
  await log.drop();
});

const iso = (seconds: number): string => new Date(noon + seconds * 1_000).toISOString();
const commandId = (number: number): string => uuidFromName(`command ${number}`);

/** One event of the platform's own about terminal t-1. */
async function record<Name extends PlatformEventName>(
  stream: string,
  name: Name,
  at: number,
  data: PayloadOf<Name>,
): Promise<void> {
  const expectedRevision = revisions.get(stream) ?? -1;
  revisions.set(stream, expectedRevision + 1);
  const origin = {
    id: uuidFromName(`${stream} ${expectedRevision}`),
    source: '/platform/terminals',
    tenant: 'default',
  };
  const event = platformEvent(name, data, { ...origin, recordedtime: iso(at) });
  await log.store.append([{ stream, expectedRevision, events: [event] }]);
  await log.projector.catchUp();
}

const issue = (number: number, command: PayloadOf<'TerminalCommandIssued'>['command'], at: number) =>
  record('commands-t-1', 'TerminalCommandIssued', at, {
    terminalId: 't-1',
    commandId: commandId(number),
    command,
    reason: 'lost',
    actor: 'admin',
  });

function acknowledged(number: number, command: string, at: number, sequence: number, over: object = {}): Told {
  const data = { commandId: commandId(number), command, outcome: 'done', number, ...over };
  return { name: 'CommandAcknowledged', terminal: 't-1', sequence, at, data };
}

async function take(...told: Told[]): Promise<void> {
  await log.append(told);
  await log.projector.catchUp();
}

it('is frozen by the acknowledgement that stands last in the journal, not by the order of arrival', async () => {
  await issue(1, 'freeze', 10);
  await take(acknowledged(1, 'freeze', 12, 1));
  expect(await getTerminal(log.database, 't-1')).toMatchObject({ frozen: true });
  await issue(2, 'unfreeze', 20);
  await issue(3, 'freeze', 30);
  await take(acknowledged(3, 'freeze', 33, 3));
  await take(acknowledged(2, 'unfreeze', 21, 2));
  expect(await getTerminal(log.database, 't-1')).toMatchObject({ frozen: true });
  expect((await listTerminals(log.database, { state: 'frozen', limit: 5 })).items).toHaveLength(1);
  expect((await overview(log.database, noon, 0)).terminals.frozen).toBe(1);
  await take(acknowledged(4, 'unfreeze', 40, 4), acknowledged(5, 'freeze', 41, 5, { outcome: 'refused' }));
  expect(await getTerminal(log.database, 't-1')).toMatchObject({ frozen: false });
});

it('tells which commands are waiting, since when, and how long the last took', async () => {
  await issue(1, 'end-sessions', 10);
  await issue(2, 'freeze', 20);
  await take(acknowledged(1, 'end-sessions', 12, 1));
  expect(await getTerminal(log.database, 't-1')).toMatchObject({
    commands: { pending: 1, oldestPendingAt: iso(20), lastLatencyMs: 2_000 },
  });
  await take(
    acknowledged(2, 'freeze', 25, 2, { outcome: 'refused', reason: 'no lock', commandId: commandId(2).toUpperCase() }),
  );
  expect(await getTerminal(log.database, 't-1')).toMatchObject({ commands: { pending: 0, lastLatencyMs: 5_000 } });
  expect((await listTerminalCommands(log.database, 't-1', { limit: 10 })).items).toMatchObject([
    { number: 2, status: 'refused', refusal: 'no lock', acknowledgedAt: iso(25), latencyMs: 5_000 },
    { number: 1, status: 'done', acknowledgedAt: iso(12) },
  ]);
});

it('takes the first word on a command, of the terminal it was for, and no word on others', async () => {
  await issue(1, 'freeze', 10);
  await take({ ...acknowledged(1, 'freeze', 11, 1), terminal: 't-2' }, acknowledged(9, 'freeze', 11, 1));
  expect(await getTerminal(log.database, 't-1')).toMatchObject({ commands: { pending: 1 } });
  await take(acknowledged(1, 'freeze', 12, 2), acknowledged(1, 'freeze', 99, 3));
  expect(await getTerminal(log.database, 't-1')).toMatchObject({ commands: { pending: 0, lastLatencyMs: 2_000 } });
});

it('counts a clock that is behind ours as no latency, not as a negative one', async () => {
  await issue(1, 'freeze', 10);
  await take(acknowledged(1, 'freeze', 4, 1));
  expect(await getTerminal(log.database, 't-1')).toMatchObject({ commands: { pending: 0, lastLatencyMs: 0 } });
});

it('is sealed up to the highest seal that is trusted, and remembers where each key began', async () => {
  const sealed = (sequence: number, marks?: Told['marks']): Told => ({
    name: 'ChainSealed',
    terminal: 't-1',
    sequence,
    at: sequence,
    data: { head: 'ab'.repeat(32), keyId: `k${marks?.length ?? 0}`, signature: 's' },
    ...(marks && { marks }),
  });
  await take(sealed(9), sealed(5), sealed(12, ['seal-invalid']), sealed(13, ['after-revocation', 'drained']));
  await take(sealed(14, ['chain-broken']));
  expect(await getTerminal(log.database, 't-1')).toMatchObject({
    sealedUntil: { epoch: 1, sequence: 9, at: iso(9) },
    chainBreaks: 1,
  });
  const journal = (await terminalJournals(log.database, ['t-1'])).get('t-1')!;
  expect(journal.firstSeals).toEqual([{ keyId: 'k0', epoch: 1, sequence: 5 }]);
});

it('lists the keys of a terminal as its keyring tells, and counts those in use', async () => {
  const key = (keyId: string, via: 'enrolment' | 'rotation') => ({
    terminalId: 't-1',
    keyId: keyId.repeat(32),
    publicKey: 'A'.repeat(43),
    via,
    proof: 'A'.repeat(86),
  });
  await take({ name: 'TerminalStarted', terminal: 't-1', sequence: 1, at: 0 });
  expect(await getTerminal(log.database, 't-1')).toMatchObject({ keys: 0, commands: { pending: 0 } });
  await record('keyring-t-1', 'TerminalKeyRegistered', 1, key('a', 'enrolment'));
  await record('keyring-t-1', 'TerminalKeyRegistered', 2, key('b', 'rotation'));
  expect(await getTerminal(log.database, 't-1')).toMatchObject({ keys: 1 });
  const revoked = { terminalId: 't-1', keyId: 'b'.repeat(32), reason: 'stolen', actor: 'admin' };
  await record('keyring-t-1', 'TerminalKeyRevoked', 3, revoked);
  expect(await getTerminal(log.database, 't-1')).toMatchObject({ keys: 0 });
  expect(await listTerminalKeys(log.database, 't-1')).toMatchObject([
    { keyId: 'a'.repeat(32), status: 'retired', registeredAt: iso(1), via: 'enrolment' },
    { keyId: 'b'.repeat(32), status: 'revoked', revokedAt: iso(3), reason: 'stolen' },
  ]);
  expect(await listTerminalKeys(log.database, 't-2')).toEqual([]);
});
