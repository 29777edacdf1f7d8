import { randomUUID } from 'node:crypto';
import { type ComplianceFixture, startCompliance } from '../compliance.contract.js';

let compliance: ComplianceFixture;
beforeAll(async () => {
  compliance = await startCompliance();
});
afterAll(() => compliance.close());

const calendar = {
  timeZone: 'Asia/Shanghai',
  hours: { mon: ['09:00-22:00'], fri: ['09:00-14:00', '17:00-02:00'] },
  holidays: ['2026-10-01'],
};

it('keeps the opening hours of a store, who set them and when', async () => {
  const url = '/v1/stores/s-1/calendar';
  expect((await compliance.ask('GET', url)).status).toBe(404);
  const set = await compliance.ask('PUT', url, calendar);
  expect([set.status, set.body]).toMatchObject([200, { store: 's-1', ...calendar, revision: 0 }]);
  await compliance.settled();
  expect((await compliance.ask('GET', url)).body).toEqual(set.body);
  const { holidays: _, ...without } = calendar;
  expect((await compliance.ask('PUT', url, { ...without, expectedRevision: 0 })).body).toMatchObject({ revision: 1 });
  await compliance.settled();
  expect((await compliance.ask('GET', url)).body).not.toHaveProperty('holidays');
  expect((await compliance.ask('PUT', url, { ...calendar, expectedRevision: 0 })).status).toBe(409);
});

it.each([
  ['a zone that is not', { timeZone: 'Mars/Olympus' }, '/timeZone'],
  ['a weekday that is not', { hours: { monday: ['09:00-22:00'] } }, '/hours'],
  ['hours that are not', { hours: { mon: ['9-22'] } }, '/hours'],
  ['hours that overlap', { hours: { mon: ['09:00-22:00', '21:00-23:00'] } }, '/hours/mon'],
  ['a day that is not', { holidays: ['2026-02-30'] }, '/holidays'],
  ['a member nobody asked for', { always: true }, '/always'],
])('refuses %s', async (_, wrong, path) => {
  const { status, body } = await compliance.ask('PUT', '/v1/stores/s-2/calendar', { ...calendar, ...wrong });
  expect([status, body]).toMatchObject([400, { error: { code: 'parameter-invalid', path } }]);
  expect((await compliance.ask('GET', '/v1/stores/s-2/calendar')).status).toBe(404);
});

it('plans shifts and leave, once for each command id, and cancels them', async () => {
  const url = '/v1/operators/o-1/shifts';
  const shift = {
    storeId: 's-1',
    from: '2026-03-02T09:00:00+08:00',
    to: '2026-03-02T18:00:00+08:00',
    kind: 'work',
    commandId: randomUUID(),
  };
  const first = await compliance.ask<{ id: string }>('POST', url, shift);
  expect([first.status, first.body]).toMatchObject([201, { operatorId: 'o-1', kind: 'work', cancelled: false }]);
  expect((await compliance.ask('POST', url, shift)).body).toEqual(first.body);
  expect((await compliance.ask('POST', url, { ...shift, kind: 'leave' })).body).toMatchObject({
    error: { code: 'command-id-reused' },
  });
  expect((await compliance.ask('POST', url, { ...shift, to: shift.from, commandId: randomUUID() })).status).toBe(400);
  expect((await compliance.ask('DELETE', `${url}/${first.body.id}`)).status).toBe(204);
  expect((await compliance.ask('DELETE', `${url}/${first.body.id}`)).status).toBe(204);
  expect((await compliance.ask('DELETE', `${url}/${randomUUID()}`)).status).toBe(404);
  await compliance.settled();
  const { items } = (await compliance.ask<{ items: object[] }>('GET', url)).body;
  expect(items).toEqual([{ ...first.body, cancelled: true }]);
});
