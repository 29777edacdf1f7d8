import { uuidFromName } from '@tillwatch/kernel';
import { listAlerts } from './alerts.js';
import { openLiveLog, type LiveLog, type Told } from './live-log.contract.js';
import { operatorAsOf } from './operator-as-of.js';
import { rebuild } from './rebuild.js';
import { operatorTimeline, terminalTimeline, timeline } from './timeline.js';

let log: LiveLog;
beforeEach(async () => {
  log = await openLiveLog();
});
afterEach(() => log.drop());

const daySeconds = 86_400;
const id = uuidFromName('a case');
const stream = `recovery-${id}`;
let sequence = 0;

/** Each time by a projector that holds nothing: what it knows of a case it has read. */
async function catchUp(): Promise<void> {
  await log.newProjector().catchUp();
}

async function reset(at: number, data: object = {}, more: Partial<Told> = {}): Promise<void> {
  const told = { channel: 'bank', actor: 'desk', temporary: true, ...data };
  const place = { terminal: 't-1', sequence: ++sequence };
  await log.append([{ name: 'PasswordReset', operator: 'Zo\u00eb', at, data: told, ...place, ...more }]);
  await catchUp();
}

async function request(at: number): Promise<void> {
  const about = {
    operatorId: 'Zoe\u0308',
    terminalId: 't-1',
    storeId: 's-1',
    reason: 'I forgot it',
    attestation: '2026-1',
  };
  await log.say(stream, 'RecoveryCaseRequested', { actor: 'li', channel: 'bank', ...about }, at);
  await catchUp();
}

async function verify(at: number, actor = 'zhao'): Promise<void> {
  const shown = { reference: 'B-1', transactions: ['T-1'], comment: 'called back' };
  await log.say(stream, 'IdentityVerified', { actor, channel: 'bank', ...shown }, at);
  await catchUp();
}

async function found(rule: string): Promise<string[]> {
  const { items } = await listAlerts(log.database, { rule, limit: 100 });
  return items.map(({ key, severity, count, status }) => `${key} ${severity} ${count} ${status}`).sort();
}

it('a case stands among the events of its operator, whoever projects, without what people wrote', async () => {
  await request(0);
  await verify(60);
  await reset(600, { caseId: id });
  expect(await found('R16')).toEqual([]);
  const { items } = await operatorTimeline(log.database, 'Zo\u00eb', { limit: 10 });
  expect(items.map(({ name, terminalId, storeId, data }) => ({ name, terminalId, storeId, data }))).toMatchObject([
    { name: 'PasswordReset' },
    {
      ...{ name: 'IdentityVerified', terminalId: 't-1', storeId: 's-1' },
      data: { caseId: id, channel: 'bank', requestedBy: 'li', verifiedBy: 'zhao', actor: 'zhao' },
    },
    { name: 'RecoveryCaseRequested', data: { caseId: id, channel: 'bank', requestedBy: 'li', actor: 'li' } },
  ]);
  expect(JSON.stringify(items)).not.toMatch(/forgot|called|B-1|T-1/);
  expect((await terminalTimeline(log.database, 't-1', { limit: 10 })).items).toHaveLength(1);
});

it('what counts is the time of a reset, not when its terminal told it', async () => {
  await request(0);
  await verify(3_600);
  await reset(600, { caseId: id }, { recorded: 7_200 });
  await reset(4_000, { caseId: id }, { recorded: 7_300 });
  expect(await found('R16')).toEqual(['operator:Zo\u00eb high 1 open']);
});

it('a verification within the error of the clocks takes the finding back, though another process told it', async () => {
  await request(0);
  await reset(600, { caseId: id });
  expect(await found('R16')).toEqual(['operator:Zo\u00eb high 1 open']);
  await verify(660);
  expect(await found('R16')).toEqual([]);
  expect(await log.rows(`SELECT status FROM read_models.alerts WHERE rule = 'R16'`)).toEqual([
    { status: 'superseded' },
  ]);
});

it('one person alone is found, and so is who resets the one that approved for them', async () => {
  await request(0);
  await verify(60, 'LI');
  await log.say(stream, 'RecoveryApproved', { actor: 'li' }, 120);
  await catchUp();
  expect(await found('R17')).toEqual(['operator:Zo\u00eb high 1 open']);
  await reset(20 * daySeconds, { channel: 'administrator', actor: 'Zoe\u0308' }, { operator: 'li' });
  expect(await found('R17-mutual')).toEqual(['actor:Zo\u00eb high 1 open']);
});

it('a contact registered days before counts, however much the operator did since', async () => {
  const contact = { actor: 'li', operatorId: 'Zoe\u0308', kind: 'phone' as const, masked: '***42' };
  await log.say('contact-1', 'ContactRegistered', contact, 0);
  await catchUp();
  for (let day = 1; day < 6; day++) {
    const data = { sessionId: `s-${day}`, factors: ['password'] };
    const place = { terminal: 't-1', sequence: ++sequence, operator: 'Zo\u00eb' };
    await log.append([{ name: 'LoginSucceeded', at: day * daySeconds, data, ...place }]);
    await catchUp();
  }
  await reset(6 * daySeconds, { channel: 'self-service' });
  expect(await found('R20')).toEqual(['operator:Zo\u00eb high 1 open']);
  const { items } = await operatorTimeline(log.database, 'Zo\u00eb', { limit: 10 });
  expect(items.at(-1)).toMatchObject({ name: 'ContactRegistered', data: { actor: 'li', kind: 'phone' } });
  expect(items.at(-1)!.terminalId).toBeUndefined();
});

it('a rebuild has the same rows, and the operator at an instant is what terminals told', async () => {
  await reset(-60);
  await request(0);
  await verify(60);
  await log.say(stream, 'RecoveryApproved', { actor: 'zhang' }, 120);
  await catchUp();
  await log.say(stream, 'RecoveryWithdrawn', { actor: 'li', reason: 'remembered' }, 180);
  await catchUp();
  expect((await rebuild(log.database, timeline)).equal).toBe(true);
  const noon = Date.UTC(2026, 0, 5, 12);
  const { lastSeen } = (await operatorAsOf(log.database, 'Zo\u00eb', { asOf: noon + 3_600_000 }))!;
  expect(Date.parse(lastSeen!)).toBe(noon - 60_000);
});
