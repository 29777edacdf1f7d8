import { randomUUID } from 'node:crypto';
import type { RegistrationView } from '@tillwatch/api';
import { decodeEvent, type TerminalBinding } from '@tillwatch/events';
import {
  getTerminal,
  listInspections,
  listInspectionsDue,
  listRegistrations,
  listTerminals,
  readModels,
  rebuild,
  terminalRegistration,
} from '@tillwatch/read-models';
import { appendDecision } from '../alerts/decisions.js';
import { startCompliance, type ComplianceFixture } from '../compliance.contract.js';

const day = 86_400_000;
let now = Date.UTC(2026, 10, 23, 8);
let compliance: ComplianceFixture;

beforeAll(async () => {
  compliance = await startCompliance(() => now);
});
afterAll(() => compliance.close());
afterEach(async () => {
  await compliance.settled();
  for (const model of readModels.filter(({ name }) =>
    ['terminal-registry', 'inspections', 'terminal-state'].includes(name),
  ))
    expect([model.name, (await rebuild(compliance.service.database, model)).equal]).toEqual([model.name, true]);
});

let terminals = 0;
let id: string;
beforeEach(() => (id = `t-${++terminals}`));

const binding = {
  acquirerCode: '10450001',
  merchantCode: '104110058120001',
  merchantCreditCode: '91350100M000100Y43',
  settlementAccount: '6222 0212 3456 0017',
  deploymentAddress: '1 Hubin Road',
};
const wanted = (over: object = {}) => ({
  ...{ id, model: 'P2000L', serial: `SN-${id}`, binding, storeId: 's-1', custodian: 'li.na' },
  ...over,
});
type Answer = RegistrationView & { error?: { code: string; path?: string } };
const register = (over: object = {}) => compliance.ask<Answer>('POST', '/v1/terminals', wanted(over));
const change = (verb: string, body: object, of = id) =>
  compliance.ask<Answer>('POST', `/v1/terminals/${of}/${verb}`, body);
const reason = 'because';
const outcome = ({ status, body }: { status: number; body: Answer }) =>
  body.error ? [status, body.error.code, ...(body.error.path ? [body.error.path] : [])] : [status];
const registration = async () => {
  await compliance.settled();
  return terminalRegistration(compliance.service.database, id);
};
const eventsOf = async (stream: string) => (await compliance.service.store.readStream(stream)).map(decodeEvent);

it('registers a terminal, and keeps of its settlement account the end and a keyed hash', async () => {
  const { status, body } = await register({ location: { latitude: 24.48, longitude: 118.09 } });
  expect([status, body]).toMatchObject([201, { id, serial: `SN-${id}`, inspectEveryDays: 90 }]);
  expect(body.binding).toEqual({ ...binding, settlementAccount: '****0017' });
  expect(await registration()).toEqual(body);
  const [event] = await compliance.service.store.readStream(`registry-${id}`);
  expect(event!.data).toMatch(/"settlementAccountHash":"[0-9a-f]{64}"/);
  expect(event!.data).not.toMatch(/6222|0212|3456/);
});

it('knows a terminal that was never heard of in the registry, and not among those that speak', async () => {
  await register();
  await change('inspections', { inspector: 'li', result: 'ok', checklist: {} });
  await compliance.settled();
  expect(await getTerminal(compliance.service.database, id)).toBeUndefined();
  expect(await registration()).toMatchObject({ lastInspection: { result: 'ok' } });
});

it('gives one serial number to one of many terminals that want it at once, however it is typed', async () => {
  const serials = ['n7 nl-007', 'N7NL007', 'N7-NL007'];
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, i) => register({ id: `${id}-${i}`, serial: serials[i % 3] })),
  );
  expect(answers.map(outcome).filter(([status]) => status === 201)).toHaveLength(1);
  expect(answers.map(outcome).filter(([status]) => status !== 201)).toEqual(Array(11).fill([409, 'serial-taken', '/serial'])); // prettier-ignore
});

it('registers a terminal once when many do at once, and takes no serial number for those that lost', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => register({ serial: `${id}-${i}` })));
  expect(answers.map(outcome).filter(([status]) => status === 201)).toHaveLength(1);
  const won = answers.findIndex(({ status }) => status === 201);
  for (let i = 0; i < 8; i++) {
    const other = await register({ id: `${id}-other-${i}`, serial: `${id}-${i}` });
    expect(outcome(other)).toEqual(i === won ? [409, 'serial-taken', '/serial'] : [201]);
  }
});

it('frees the serial number of a terminal that was retired, and no other way', async () => {
  await register();
  expect(outcome(await register({ id: `${id}-b`, serial: `SN-${id}` }))).toEqual([409, 'serial-taken', '/serial']);
  expect(outcome(await register({ serial: `SN-${id}-2` }))).toEqual([409, 'terminal-registered']);
  expect(outcome(await change('retire', { reason }))).toEqual([200]);
  expect(outcome(await change('retire', { reason }))).toEqual([409, 'wrong-state']);
  expect(outcome(await change('custodian', { custodian: 'x', reason }))).toEqual([409, 'wrong-state']);
  expect(outcome(await register({ id: `${id}-b`, serial: `SN-${id}` }))).toEqual([201]);
});

it('raises an alert when a terminal comes back as another device, or is bound to something else', async () => {
  await register();
  expect(await compliance.alerts(id, 'R29-binding')).toEqual([]);
  await change('binding', { binding: { ...binding, settlementAccount: '6222021234560018' }, reason });
  expect(await compliance.alerts(id, 'R29-binding')).toMatchObject([
    { severity: 'critical', details: { items: ['settlementAccount'], actors: ['administrator'] } },
  ]);
  await change('binding', { binding: { ...binding, settlementAccount: '6222021234560018' }, reason });
  await change('move', { storeId: 's-2', deploymentAddress: '8 Zhongshan Road', reason });
  await change('custodian', { custodian: 'wang', reason });
  expect(await compliance.alerts(id, 'R29-binding')).toHaveLength(1);
  now += day;
  await change('retire', { reason });
  await register({ serial: `other-${id}`, binding: { ...binding, settlementAccount: '6222021234560018' } });
  expect((await compliance.alerts(id, 'R29-binding')).map(({ details }) => details['items'])).toContainEqual([
    'serial, deploymentAddress',
  ]);
});

it('does what a command says once, and nothing else under its id', async () => {
  const commandId = randomUUID();
  expect(outcome(await register({ commandId }))).toEqual([201]);
  expect(outcome(await register({ commandId }))).toEqual([201]);
  expect(outcome(await register({ commandId, custodian: 'else' }))).toEqual([409, 'command-id-reused', '/commandId']);
  const given = { custodian: 'wang', reason, commandId: randomUUID() };
  expect(outcome(await change('custodian', given))).toEqual([200]);
  expect((await change('custodian', given)).body).toMatchObject({ custodian: 'wang' });
  expect(await eventsOf(`registry-${id}`)).toHaveLength(2);
});

it('completes a change of binding whose telling was cut off, when the command comes again', async () => {
  await register();
  const given = { binding: { ...binding, merchantCode: 'M2' }, reason, commandId: randomUUID() };
  const told = (await eventsOf(`registry-${id}`))[0]!.data as unknown as { binding: TerminalBinding };
  const data = { actor: 'administrator', binding: { ...told.binding, merchantCode: 'M2' }, reason };
  const origin = { tenant: 'default', actor: 'administrator', commandId: given.commandId };
  const of = { store: compliance.service.store, clock: () => now };
  const place = { stream: `registry-${id}`, expectedRevision: 0 };
  await appendDecision(of, place, { name: 'TerminalBindingChanged', data }, origin); // and then the process died
  expect(await compliance.alerts(id, 'R29-binding')).toEqual([]);
  expect(outcome(await change('binding', given))).toEqual([200]);
  expect(await compliance.alerts(id, 'R29-binding')).toHaveLength(1);
});

it('shows the registered store, and the claimed one where that is another', async () => {
  const event = { specversion: '1.0' as const, source: `/terminals/${id}`, type: 'tillwatch.TerminalStarted.v1' };
  const data = { softwareVersion: '1' };
  await compliance.send({ ...event, id: randomUUID(), time: new Date(now).toISOString(), storeid: 's-9', data });
  await register();
  await compliance.settled();
  const { database } = compliance.service;
  const registered = { storeId: 's-1', claimedStoreId: 's-9', registration: { serial: `SN-${id}` } };
  expect(await getTerminal(database, id)).toMatchObject(registered);
  const at = async (store: string) => (await listTerminals(database, { store, limit: 50 })).items.map((t) => t.id);
  expect([await at('s-1'), await at('s-9')]).toEqual([[id], []]);
  await change('retire', { reason });
  await compliance.settled();
  expect(await getTerminal(database, id)).toMatchObject({ storeId: 's-9', registration: { retired: { reason } } });
  expect(await at('s-9')).toEqual([id]);
});

it('records inspections, one alert for each that found tampering, named after it', async () => {
  const inspection = { inspector: 'li', result: 'tamper', checklist: { 'seals intact': false, seen: 'scratches' } };
  expect(outcome(await change('inspections', inspection))).toEqual([404, 'not-found']);
  await register();
  await change('inspections', { ...inspection, result: 'defect' });
  expect(await compliance.alerts(id, 'R28-inspection')).toEqual([]);
  now += day;
  const commandId = randomUUID();
  const photos = ['ab'.repeat(32)];
  const { status, body } = await change('inspections', {
    ...inspection,
    photos,
    notes: 'password: hunter2',
    commandId,
  });
  expect([status, body]).toEqual([201, { id: expect.any(String) }]);
  expect((await change('inspections', { ...inspection, photos, notes: 'password: hunter2', commandId })).body).toEqual(body); // prettier-ignore
  expect(outcome(await change('inspections', { ...inspection, commandId }))).toEqual([409, 'command-id-reused', '/commandId']); // prettier-ignore
  const alerts = await compliance.alerts(id, 'R28-inspection');
  expect(alerts).toMatchObject([{ severity: 'critical', evidence: [body.id], details: { results: ['tamper'] } }]);
  const { items } = await listInspections(compliance.service.database, id, { limit: 5 });
  expect(items).toMatchObject([
    { id: body.id, terminalId: id, result: 'tamper', flagged: true, photos, notes: 'password: [redacted]' },
    { result: 'defect', flagged: false, checklist: inspection.checklist },
  ]);
});

it('lists what is to be inspected, the longest overdue first', async () => {
  await register({ inspectEveryDays: 10 });
  await register({ id: `${id}-b`, serial: `${id}-b`, storeId: 's-due', inspectEveryDays: 20 });
  expect(outcome(await change('inspection-schedule', { everyDays: 30, riskAnalysis: 'TRA-1' }, `${id}-b`))).toEqual([
    200,
  ]);
  await compliance.settled();
  const due = async (days: number, overdue: boolean) =>
    (await listInspectionsDue(compliance.service.database, { nowMs: now + days * day, overdue, limit: 200 })).items
      .map((one) => one.id)
      .filter((one) => one.startsWith(id));
  expect([await due(9.9, true), await due(9.9, false)]).toEqual([[], [id, `${id}-b`]]);
  expect([await due(31, true), await due(31, false)]).toEqual([[id, `${id}-b`], []]);
  await change('inspections', { inspector: 'li', result: 'ok', checklist: {} });
  await compliance.settled();
  expect(await due(9.9, false)).toContain(id);
  await change('retire', { reason }, `${id}-b`);
  await compliance.settled();
  expect(await due(31, true)).toEqual([id]);
  const listed = async (query: object) =>
    (await listRegistrations(compliance.service.database, { limit: 50, ...query })).items.map((one) => one.id);
  expect(await listed({ q: `SN-${id.toUpperCase()}` })).toContain(id);
  expect(await listed({ retired: true, q: `${id}-b` })).toEqual([`${id}-b`]);
  expect([await listed({ terminal: `${id}-b` }), await listed({ terminal: `${id}-` })]).toEqual([[`${id}-b`], []]);
});

it.each<[string, object, string]>([
  ['', { id: 'a/b' }, '/id'],
  ['', { serial: ' ' }, '/serial'],
  ['', { binding: { ...binding, merchantCreditCode: '91350100M000100Y44' } }, '/binding/merchantCreditCode'],
  ['', { binding: { ...binding, settlementAccount: '123' } }, '/binding'],
  ['', { binding: { ...binding, more: 1 } }, '/binding'],
  ['', { binding: { ...binding, acquirerCode: '6222021234560017' } }, '/binding'],
  ['', { location: { latitude: 91, longitude: 0 } }, '/location'],
  ['', { inspectEveryDays: 0 }, '/inspectEveryDays'],
  ['', { commandId: null }, '/commandId'],
  ['/x/binding', { binding }, '/reason'],
  ['/x/move', { storeId: 's', reason }, '/deploymentAddress'],
  ['/x/inspections', { inspector: 'li', result: 'fine', checklist: {} }, '/result'],
  ['/x/inspections', { inspector: 'li', result: 'ok', checklist: { a: 1 } }, '/checklist'],
  ['/x/inspections', { inspector: 'li', result: 'ok', checklist: null }, '/checklist'],
  ['/x/inspections', { inspector: 'li', result: 'ok', checklist: {}, photos: ['x'] }, '/photos'],
])('refuses POST /v1/terminals%s with %j', async (path, over, fault) => {
  const body = path === '' ? wanted(over) : over;
  const answer = await compliance.ask<Answer>('POST', `/v1/terminals${path}`, body);
  expect([answer.status, answer.body.error?.path]).toEqual([400, fault]);
});
