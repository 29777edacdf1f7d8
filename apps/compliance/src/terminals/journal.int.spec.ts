import { type CloudEvent, eventHash } from '@tillwatch/events';
import { uuidFromName } from '@tillwatch/kernel';
import { type ComplianceFixture, startCompliance } from '../compliance.contract.js';

const now = Date.parse('2026-11-23T08:00:00.000Z');
let compliance: ComplianceFixture;
beforeAll(async () => {
  compliance = await startCompliance(() => now);
});
afterAll(() => compliance.close());

const batch = { token: 'ingest', headers: { 'content-type': 'application/cloudevents-batch+json' } };

function event(terminal: string, epoch: number, sequence: number, data: object = { queued: 0 }): CloudEvent {
  return {
    specversion: '1.0',
    id: uuidFromName(`${terminal}/${epoch}/${sequence}`),
    source: `/terminals/${terminal}`,
    type: `tillwatch.${'queued' in data ? 'Heartbeat' : 'DrawerOpened'}.v1`,
    time: '2026-11-23T07:59:00Z',
    epoch,
    sequence: String(sequence),
    data: data as Record<string, unknown>,
  };
}

const send = (...events: CloudEvent[]) => compliance.ask('POST', '/v1/events', events, batch);
const secret = { pin: '1234' };

async function journal(terminal: string, query = ''): Promise<Record<string, unknown>> {
  const { status, body } = await compliance.ask('GET', `/v1/terminals/${terminal}/journal${query}`, undefined, {
    token: 'ingest',
  });
  expect(status).toBe(200);
  return body;
}

const held = (sent: CloudEvent) => ({ epoch: sent.epoch, sequence: Number(sent.sequence), hash: eventHash(sent) });

it('knows nothing of a terminal that never spoke, and says the time', async () => {
  expect(await journal('t-none')).toEqual({ now: new Date(now).toISOString() });
  expect(await journal('t-none', '?epoch=1&sequence=5')).toEqual({ now: new Date(now).toISOString() });
});

it('tells the head, and what is held at or below a place, with the hash of what was sent', async () => {
  const [first, second, fifth] = [event('t-1', 7, 1), event('t-1', 7, 2), event('t-1', 7, 5)];
  await send(first, second, fifth);
  expect(await journal('t-1')).toMatchObject({ head: held(fifth) });
  expect((await journal('t-1', '?epoch=7&sequence=2'))['at']).toEqual(held(second));
  expect((await journal('t-1', '?epoch=7&sequence=4'))['at']).toEqual(held(second));
  expect((await journal('t-1', '?epoch=7&sequence=9'))['at']).toEqual(held(fifth));
  expect(await journal('t-1', '?epoch=6&sequence=4')).not.toHaveProperty('at');
  const next = event('t-1', 9, 1);
  await send(next);
  expect(await journal('t-1', '?epoch=7&sequence=9')).toMatchObject({ head: held(next), at: held(fifth) });
});

it('passes over what was masked, and what was declared lost', async () => {
  const kept = event('t-2', 1, 1);
  await send(kept, event('t-2', 1, 2, secret), event('t-2', 1, 5, secret));
  const lost = { epoch: 1, from: 3, to: 4, reason: 'the disk died' };
  expect((await compliance.ask('POST', '/v1/terminals/t-2/gaps/declare-lost', lost)).status).toBe(204);
  const { head, at } = await journal('t-2', '?epoch=1&sequence=5');
  expect(head).toEqual({ epoch: 1, sequence: 5 });
  expect(at).toEqual(held(kept));
});

it('gives the nearest without a hash where nothing below has one', async () => {
  await send(...[1, 2, 3].map((sequence) => event('t-3', 1, sequence, secret)));
  expect((await journal('t-3', '?epoch=1&sequence=2'))['at']).toEqual({ epoch: 1, sequence: 2 });
});

it('looks far below for a hash, and gives up in the end', async () => {
  const kept = event('t-4', 1, 1);
  await send(kept, ...Array.from({ length: 300 }, (_, i) => event('t-4', 1, i + 2, secret)));
  expect((await journal('t-4', '?epoch=1&sequence=100'))['at']).toEqual(held(kept));
  expect((await journal('t-4', '?epoch=1&sequence=301'))['at']).toEqual({ epoch: 1, sequence: 301 });
});

it.each([
  ['?epoch=1', '/sequence'],
  ['?sequence=1', '/epoch'],
  ['?epoch=0&sequence=1', '/epoch'],
  ['?epoch=1&sequence=x', '/sequence'],
  ['?epoch=1&sequence=1&deep=1', '/deep'],
])('refuses %s', async (query, path) => {
  const { status, body } = await compliance.ask('GET', `/v1/terminals/t-1/journal${query}`);
  expect([status, body['error']]).toMatchObject([400, { code: 'parameter-invalid', path }]);
});
