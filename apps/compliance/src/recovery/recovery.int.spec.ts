import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ContactView } from '@tillwatch/api';
import { resetChannels } from '@tillwatch/events';
import { recoveryHistory, withForOthers } from '@tillwatch/read-models';
import { type ComplianceFixture, startCompliance } from '../compliance.contract.js';
import { casesOver, digestOf, pdf, peopleTokens, told } from './people.fixture.js';

let compliance: ComplianceFixture;
let cases: ReturnType<typeof casesOver>;
let offsetMs = 0;
beforeAll(async () => {
  compliance = await startCompliance(() => Date.now() + offsetMs, { checkToken: peopleTokens });
  cases = casesOver(compliance);
});
afterAll(() => compliance.close());
afterEach(() => (offsetMs = 0));

/** A contact that was registered eight days ago. */
async function standingContact(operatorId: string): Promise<void> {
  offsetMs = -8 * 86_400_000;
  expect((await cases.ask('zhao', `operators/${operatorId}/contact`, { kind: 'phone', destination: '13800000042' })).http).toBe(204); // prettier-ignore
  offsetMs = 0;
}

/** Why its next step is another's than theirs, as reports say. */
async function forOthers(id: string, by: string): Promise<string | undefined> {
  const [recovery] = await withForOthers(compliance.service.database, [(await cases.read(id))!], by, Date.now());
  return recovery!.next?.forOthers;
}

const commandsOf = async (terminalId: string) => {
  const { body } = await compliance.ask<{ commands: { command: string; commandId: string; operatorId: string }[] }>('GET', `/v1/terminals/${terminalId}/commands`, undefined, { token: 'ingest' }); // prettier-ignore
  return body.commands;
};

it.each(resetChannels)('follows a recovery through %s from request to close, by different people', async (channel) => {
  const operatorId = `cashier-${channel}`;
  if (channel === 'self-service') await standingContact(operatorId);
  const { id, terminalId, verified } = await cases.prepared(channel, { operatorId });
  expect(verified).toMatchObject({ status: 'verifying', revision: expect.any(Number) });
  expect(await cases.act('li.na', id, 'approve', {})).toMatchObject({ http: 403, code: 'second-person-required' });
  expect(await cases.act('zhao', id, 'approve', { expectedRevision: verified.revision })).toMatchObject({ status: 'approved' }); // prettier-ignore
  await cases.act('zhao', id, 'execute', {});
  for (const deadline = Date.now() + 20_000; Date.now() < deadline && (await commandsOf(terminalId)).length < 2;) await pause(50); // prettier-ignore
  const commands = await commandsOf(terminalId);
  expect(commands.map(({ command, operatorId: of }) => [command, of])).toEqual([
    ['end-sessions', operatorId],
    ['demand-password-change', operatorId],
  ]);
  const { commandId } = commands[0]!;
  const done = { commandId, command: 'end-sessions', outcome: 'done', number: 1 };
  await compliance.send(told(terminalId, 'CommandAcknowledged', operatorId, done));
  await compliance.send(told(terminalId, 'PasswordReset', operatorId, { channel, actor: 'desk', caseId: id, temporary: true })); // prettier-ignore
  const executed = await cases.until(id, 'executed');
  expect(executed.executed).toMatchObject({ finding: 'as-ordered', terminalId, by: 'desk' });
  const verdict = { profile: 'pci', profileVersion: 1, length: 12, classes: 3, blocklisted: false, reused: false };
  await compliance.send(told(terminalId, 'PasswordChanged', operatorId, { verdict }));
  await compliance.send(told(terminalId, 'FactorEnrolled', operatorId, { factor: 'card' }));
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await pause(50)) if ((await cases.read(id))!.steps.length === 3) break; // prettier-ignore
  expect(await cases.act('li.na', id, 'close', {})).toMatchObject({ status: 'closed' });
  await compliance.settled();
  expect((await cases.read(id))!).toMatchObject({ status: 'closed', closing: { by: 'li.na', unmet: [] } });
});

it('lets one of two approvals win', async () => {
  const { id } = await cases.prepared('bank');
  const answers = await Promise.all(['zhao', 'sun', 'wang'].map((name) => cases.act(name, id, 'approve', {})));
  const won = answers.filter(({ code }) => code === undefined);
  expect(won).toHaveLength(1);
  expect(answers.every(({ code }) => code === undefined || ['revision-conflict', 'case-state'].includes(code))).toBe(true); // prettier-ignore
  const { items } = await recoveryHistory(compliance.service.database, id, { limit: 100 });
  expect(items.filter(({ name }) => name === 'RecoveryApproved')).toHaveLength(1);
});

it('hears everybody who adds to a case at the same moment', async () => {
  const { id } = await cases.request('bank');
  const note = { party: 'bank', means: 'phone', reached: false };
  const answers = await Promise.all(Array.from({ length: 6 }, () => cases.act('sun', id, 'contact-attempts', note)));
  expect(answers.map(({ code }) => code)).toEqual(Array(6).fill(undefined));
  expect((await cases.read(id))!.contacts).toHaveLength(6);
});

it('does not let who approved for somebody be approved by them', async () => {
  const first = await cases.prepared('bank', { operatorId: 'o-wang', account: 'wang' });
  expect([await forOthers(first.id, 'wang'), await forOthers(first.id, 'li.na'), await forOthers(first.id, 'sun')]).toEqual(['subject', 'requester', undefined]); // prettier-ignore
  expect(await cases.act('wang', first.id, 'approve', {})).toMatchObject({ code: 'second-person-required' });
  expect(await cases.act('sun', first.id, 'approve', {})).toMatchObject({ status: 'approved' });
  const second = await cases.prepared('bank', { operatorId: 'o-sun', account: 'sun' });
  expect([await forOthers(second.id, 'wang'), await forOthers(second.id, 'zhao')]).toEqual(['approver', undefined]);
  expect(await cases.act('wang', second.id, 'approve', {})).toMatchObject({ code: 'second-person-required' });
  expect(await cases.act('zhao', second.id, 'approve', {})).toMatchObject({ status: 'approved' });
});

it('lets one person decide alone where another has registered that, and shows it', async () => {
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const register = (name: string, person: string) => cases.ask(name, 'stores/s-kiosk/one-person', { person, reason: 'a kiosk', until }); // prettier-ignore
  expect(await register('li.na', 'li.na')).toMatchObject({ http: 403, code: 'second-person-required' });
  expect(await register('zhao', 'li.na')).toMatchObject({ http: 204 });
  const { body } = await compliance.ask('GET', '/v1/stores/s-kiosk/one-person', undefined, { token: 'sun' });
  expect(body).toMatchObject({ person: 'li.na', registered: { by: 'zhao' } });
  const { id } = await cases.prepared('bank', { storeId: 's-kiosk' });
  expect([await forOthers(id, 'li.na'), await forOthers(id, 'sun')]).toEqual([undefined, undefined]);
  expect(await cases.act('li.na', id, 'approve', {})).toMatchObject({ status: 'approved' });
  expect((await cases.read(id))!.approval).toMatchObject({ by: 'li.na', onePersonStore: true });
  expect((await compliance.ask('GET', '/v1/stores/s-other/one-person', undefined, { token: 'sun' })).status).toBe(404);
});

it('says where an operator can be reached, masked, and from when on that counts', async () => {
  const path = 'operators/o-reach/contact';
  const contactNow = async () => (await compliance.ask<{ contact?: ContactView }>('GET', `/v1/${path}`, undefined, { token: 'sun' })).body; // prettier-ignore
  expect(await contactNow()).toEqual({});
  expect((await cases.ask('zhao', path, { kind: 'mail', destination: 'wang.wei@shop.example' })).http).toBe(204);
  const { contact } = await contactNow();
  expect(contact).toMatchObject({ kind: 'mail', masked: 'w***@shop.example', registered: { by: 'zhao' } });
  expect(Date.parse(contact!.standsFrom) - Date.parse(contact!.registered.at)).toBe(7 * 86_400_000);
});

it('takes a contact back, and no self-service rests on one that is gone', async () => {
  await standingContact('o-gone');
  const { id } = await cases.request('self-service', { operatorId: 'o-gone' });
  await cases.act('li.na', id, 'cause', { cause: 'long-unused', onsetAt: '2026-01-02T00:00:00Z' });
  const removal = { reason: 'The number was given up', commandId: randomUUID() };
  for (const http of [204, 204]) expect(await cases.ask('zhao', 'operators/o-gone/contact/remove', removal)).toMatchObject({ http }); // prettier-ignore
  expect((await compliance.ask('GET', '/v1/operators/o-gone/contact', undefined, { token: 'sun' })).body).toEqual({});
  await cases.act('zhao', id, 'verify-identity', { confirmed: true });
  expect((await cases.read(id))!.failedVerifications).toMatchObject([{ fault: 'contact-unknown' }]);
});

it('carries a command out once, whatever is sent again', async () => {
  const commandId = randomUUID();
  const asked = { operatorId: 'o-twice', terminalId: 'till-twice', commandId };
  const [one, two] = [await cases.request('bank', asked), await cases.request('bank', asked)];
  expect([two.id, two.revision]).toEqual([one.id, 0]);
  expect(await cases.request('vendor', asked)).toMatchObject({ code: 'command-id-reused' });
  const cause = { cause: 'mis-operation', onsetAt: '2026-01-02T00:00:00Z', commandId: randomUUID() };
  expect(await cases.act('li.na', one.id, 'cause', cause)).toMatchObject({ revision: 1 });
  expect(await cases.act('li.na', one.id, 'cause', cause)).toMatchObject({ revision: 1 });
  expect(await cases.act('zhao', one.id, 'cause', cause)).toMatchObject({ code: 'command-id-reused' });
  const item = { kind: 'other', reference: 'B-1', custodian: 'li.na', retainUntil: '2030-01-01T00:00:00Z', commandId: randomUUID() }; // prettier-ignore
  const first = await cases.act('li.na', one.id, 'evidence', item);
  expect(await cases.act('li.na', one.id, 'evidence', item)).toEqual(first);
  expect((await cases.read(one.id))!.evidence).toHaveLength(1);
});

it.each([
  ['cause', { cause: 'long-unused', onsetAt: '2026-01-02T00:00:00Z', comment: 'card 4111 1111 1111 1111' }, '/comment'],
  ['evidence', { kind: 'other', reference: '11010519491231002X', custodian: 'c', retainUntil: '2030-01-01T00:00:00Z' }, '/reference'],
  ['verify-identity', { confirmed: true, transactions: ['6222021234567890128'] }, '/transactions/0'],
  ['withdraw', { reason: '密码：hunter2' }, '/reason'],
])('refuses a card number, an id number or a password in %s', async (verb, body, path) => {
  const { id } = await cases.request('bank');
  const before = await compliance.service.store.head();
  expect(await cases.act('li.na', id, verb, body)).toMatchObject({ http: 400, error: { code: 'sensitive-text', path } });
  expect(await compliance.service.store.head()).toBe(before);
}); // prettier-ignore

it.each([
  ['cause', { cause: 'bored', onsetAt: '2026-01-02T00:00:00Z' }, '/cause'],
  ['cause', { cause: 'long-unused', onsetAt: 'yesterday' }, '/onsetAt'],
  ['approve', { actor: 'zhao' }, '/actor'],
  ['reject', {}, '/reason'],
  ['verify-identity', { confirmed: 'yes' }, '/confirmed'],
  ['evidence', { kind: 'other', digest: 'A'.repeat(64), custodian: 'c', retainUntil: '2030-01-01T00:00:00Z' }, '/digest'],
  ['execute', { terminalId: '../x' }, '/terminalId'],
  ['assign', { assignee: null }, '/assignee'],
])('refuses to %s with %j', async (verb, body, path) => {
  const { id } = await cases.request('bank');
  expect(await cases.act('li.na', id, verb, body)).toMatchObject({ http: 400, error: { code: 'parameter-invalid', path } }); // prettier-ignore
}); // prettier-ignore

it('takes no request without the attestation, or from an alert that is none', async () => {
  expect(await cases.request('bank', { attestation: { version: '2026-1', agreed: false } })).toMatchObject({ http: 400 }); // prettier-ignore
  expect(await cases.request('bank', { attestation: { version: '1999-1', agreed: true } })).toMatchObject({ http: 400 }); // prettier-ignore
  expect(await cases.request('bank', { alertId: randomUUID() })).toMatchObject({ error: { path: '/alertId' } });
  expect(await cases.act('zhao', randomUUID(), 'approve', {})).toMatchObject({ http: 404 });
});

const binary = { 'content-type': 'application/octet-stream' };

it('keeps a document encrypted, gives it back to who says why, and notices when it was changed', async () => {
  const { id } = await cases.request('bank');
  const item = { kind: 'identity-check', digest: digestOf(pdf), custodian: 'c', retainUntil: '2030-01-01T00:00:00Z' };
  const { evidenceId } = await cases.act('li.na', id, 'evidence', item);
  const file = `recovery-cases/${id}/evidence/${evidenceId}/file`;
  expect(await cases.ask('li.na', file, Buffer.from('%PDF-1.7 another'), binary)).toMatchObject({ http: 400, error: { path: '/digest' } }); // prettier-ignore
  expect(await cases.ask('li.na', file, Buffer.from('<script>'), binary)).toMatchObject({ http: 415 });
  expect(await cases.ask('li.na', file, Buffer.alloc(5 * 1024 * 1024 + 1), binary)).toMatchObject({ http: 413 });
  expect(await cases.ask('li.na', file, pdf, binary)).toMatchObject({ status: 'requested' });
  expect(await cases.ask('li.na', file, pdf, binary)).toMatchObject({ status: 'requested' });
  const { database } = compliance.service;
  const stored = await database.query<{ sealed: Buffer }>('SELECT sealed FROM tillwatch.evidence_files WHERE case_id = $1', [id]); // prettier-ignore
  expect(stored).toHaveLength(1);
  expect(stored[0]!.sealed.includes('scanned')).toBe(false);
  const read = (reason?: string) =>
    compliance.app.inject({
      method: 'POST',
      url: `/v1/recovery-cases/${id}/evidence/${evidenceId}/read`,
      payload: JSON.stringify({ reason }),
      headers: { authorization: 'Bearer sun', 'content-type': 'application/json' },
    });
  expect((await read()).statusCode).toBe(400);
  const answer = await read('yearly audit');
  expect([answer.statusCode, answer.headers['content-type'], answer.rawPayload]).toEqual([200, 'application/pdf', pdf]);
  const { items } = await recoveryHistory(database, id, { limit: 10 });
  expect(items[0]).toMatchObject({ name: 'EvidenceFileRead', actor: 'sun', data: { reason: 'yearly audit' } });
  // Another case's key does not open it, nor does the database's owner change it unnoticed.
  await database.query('DELETE FROM tillwatch.evidence_files WHERE case_id = $1', [id]);
  const spoilt = Buffer.from(stored[0]!.sealed);
  spoilt[20]! ^= 1;
  await database.query('INSERT INTO tillwatch.evidence_files VALUES ($1, $2, $3)', [id, digestOf(pdf), spoilt]);
  expect((await read('again')).statusCode).toBe(500);
});

it('opens a control-failure record when the system is at fault, once', async () => {
  const { id } = await cases.request('vendor');
  const cause = { cause: 'system-fault', onsetAt: '2026-01-02T00:00:00Z', comment: 'the till lost its store' };
  await cases.act('li.na', id, 'cause', cause);
  await cases.act('li.na', id, 'cause', { ...cause, comment: 'and its clock' });
  const failures = async () => {
    const all = await compliance.service.store.readAll(0, 10_000);
    return all.filter(({ type, data }) => type.includes('ControlFailureOpened') && data.includes(id));
  };
  for (const deadline = Date.now() + 20_000; Date.now() < deadline && (await failures()).length === 0;) await pause(50);
  await pause(1_200);
  const found = await failures();
  expect(found.map(({ data }) => JSON.parse(data))).toEqual([
    {
      ...{ actor: 'li.na', control: 'logical-access', startedAt: cause.onsetAt },
      ...{ description: cause.comment, caseId: id },
    },
  ]);
});

it('tells where else a reset happened, and lets what nobody finished expire', async () => {
  const elsewhere = await cases.prepared('vendor');
  await cases.act('sun', elsewhere.id, 'approve', {});
  await compliance.send(told('till-back-office', 'PasswordReset', elsewhere.operatorId, { channel: 'vendor', actor: 'desk', temporary: true })); // prettier-ignore
  expect((await cases.until(elsewhere.id, 'executed')).executed).toMatchObject({ finding: 'elsewhere' });

  const early = await cases.prepared('vendor');
  await compliance.send(told('till-x', 'PasswordReset', early.operatorId, { channel: 'bank', actor: 'desk', temporary: true })); // prettier-ignore
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await pause(50)) if ((await cases.read(early.id))!.resets.length > 0) break; // prettier-ignore
  expect(await cases.read(early.id)).toMatchObject({ status: 'verifying', resets: [{ finding: 'before-approval' }] });

  offsetMs = 8 * 86_400_000;
  expect(await cases.until(early.id, 'expired')).toMatchObject({ expiredAt: expect.any(String) });
  expect(await cases.act('zhao', early.id, 'approve', {})).toMatchObject({ code: 'case-state' });
});
