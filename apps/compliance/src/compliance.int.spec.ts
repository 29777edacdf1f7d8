import { gzipSync } from 'node:zlib';
import type { DeadLetterView, IntakeAnswer } from '@tillwatch/api';
import { type ComplianceFixture, startCompliance } from './compliance.contract.js';

let compliance: ComplianceFixture;
beforeAll(async () => {
  compliance = await startCompliance();
});
afterAll(() => compliance.close());

let serial = 0;
const event = (over: object = {}): Record<string, unknown> => ({
  specversion: '1.0',
  id: `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`,
  source: '/terminals/t-1',
  type: 'tillwatch.TerminalStarted.v1',
  time: '2026-11-23T07:59:00Z',
  data: {},
  ...over,
});

const post = <Body>(url: string, payload?: string | Buffer, headers: Record<string, string> = {}) =>
  compliance.ask<Body>('POST', url, payload, { headers });

const single = { 'content-type': 'application/cloudevents+json' };
const batch = { 'content-type': 'application/cloudevents-batch+json', authorization: 'Bearer ingest' };

async function deadLetters(): Promise<DeadLetterView[]> {
  return (await compliance.ask<{ items: DeadLetterView[] }>('GET', '/v1/dead-letters?limit=200')).body.items;
}

it('answers a batch with a result per event, and a lone bad event with its own status', async () => {
  const events = [event(), event({ time: 'yesterday' })];
  const answer = await post<IntakeAnswer>('/v1/events', JSON.stringify(events), batch);
  expect(answer).toMatchObject({ status: 200, body: { accepted: 1, rejected: 1 } });
  const alone = await post<{ error: object }>('/v1/events', JSON.stringify(events[1]), single);
  expect(alone).toMatchObject({
    status: 400,
    body: { error: { code: 'attribute-invalid', path: '/time' }, rejected: 1 },
  });
});

it('takes gzip, and cuts off what unpacks to more than the limit', async () => {
  const packed = { ...batch, 'content-encoding': 'gzip' };
  expect(await post('/v1/events', gzipSync(JSON.stringify([event()])), packed)).toMatchObject({ status: 200 });
  const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024, 0x20));
  expect(await post('/v1/events', bomb, packed)).toMatchObject({
    status: 413,
    body: { error: { code: 'body-too-large' } },
  });
});

it('keeps what it refused, secrets masked and once, until it is repaired and replayed', async () => {
  const bad = event({ time: 'yesterday', data: { password: 'hunter2' } });
  await post('/v1/events', JSON.stringify(bad), single);
  await post('/v1/events', JSON.stringify(bad), single);
  const letters = (await deadLetters()).filter((letter) =>
    Buffer.from(letter.raw, 'base64').includes(bad['id'] as string),
  );
  expect(letters).toHaveLength(1);
  expect(letters[0]).toMatchObject({ via: 'http', code: 'attribute-invalid', path: '/time' });
  expect(Buffer.from(letters[0]!.raw, 'base64').toString()).not.toContain('hunter2');

  const path = `/v1/dead-letters/${letters[0]!.id}/replay`;
  expect(await post(path)).toMatchObject({ status: 200, body: { rejected: 1 } });
  expect(await post(path, JSON.stringify({ ...bad, time: '2026-11-23T07:59:00Z' }))).toMatchObject({
    status: 200,
    body: { accepted: 1 },
  });
  const after = (await deadLetters()).find((letter) => letter.id === letters[0]!.id);
  expect(after?.replayedAt).toBeDefined();
});

it('keeps a body that cannot be read at all, and forgets one from nobody', async () => {
  const before = (await deadLetters()).length;
  expect(await post('/v1/events', '{"half":', single)).toMatchObject({
    status: 400,
    body: { error: { code: 'json-malformed' } },
  });
  expect((await deadLetters()).length).toBe(before + 1);
  expect(await post('/v1/events', '{"other":', { ...single, authorization: 'Bearer nobody' })).toMatchObject({
    status: 401,
  });
  expect((await deadLetters()).length).toBe(before + 1);
});

it('closes a gap that somebody declares lost, once, and reopens nothing when the events come after all', async () => {
  const at = (sequence: number) => event({ source: '/terminals/t-gap', epoch: 1, sequence: String(sequence) });
  await post('/v1/events', JSON.stringify([at(1), at(5)]), batch);
  const lost = JSON.stringify({ epoch: 1, from: 2, to: 4, reason: 'the disk died' });
  const path = '/v1/terminals/t-gap/gaps/declare-lost';
  expect(await post(path, lost)).toMatchObject({ status: 204 });
  expect(await post(path, lost)).toMatchObject({ status: 204 });
  const stream = await compliance.service.store.readStream('terminal-t-gap');
  expect(stream.map(({ type }) => type.split('.')[1])).toEqual([
    'TerminalStarted',
    'TerminalStarted',
    'GapDeclaredLost',
  ]);
  expect(await post('/v1/events', JSON.stringify([at(3)]), batch)).toMatchObject({ body: { accepted: 1 } });
});

it.each([
  ['/v1/terminals/t-gap/gaps/declare-lost', '{"epoch":1,"from":4,"to":2,"reason":"no such"}', 400],
  ['/v1/terminals/t-gap/gaps/declare-lost', '{"epoch":1,"from":1,"to":2,"reason":"x","role":"admin"}', 400],
  ['/v1/terminals/t-gap/gaps/declare-lost', '[]', 400],
  ['/v1/terminals/nobody/gaps/declare-lost', '{"epoch":1,"from":1,"to":2,"reason":"unknown"}', 404],
  ['/v1/dead-letters/not-a-uuid/replay', '', 400],
  ['/v1/dead-letters/00000000-0000-4000-8000-000000000000/replay', '', 404],
])('refuses %s %s', async (path, body, status) => {
  expect((await post(path, body)).status).toBe(status);
});

it('counts what it answered', async () => {
  await compliance.settled();
  const text = await compliance.metrics.metrics();
  expect(text).toMatch(/tillwatch_events_total\{result="stored"\} [1-9]/);
  expect(text).toMatch(/tillwatch_rejected_total\{code="attribute-invalid"\} [1-9]/);
  expect(text).toContain('tillwatch_projection_lag_events{subscription="projector"} 0');
});
