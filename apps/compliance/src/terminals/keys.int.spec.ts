import { keyMessage } from '@tillwatch/domain';
import { newKey, type SigningKey } from '@tillwatch/testing';
import { type ComplianceFixture, startCompliance } from '../compliance.contract.js';
import { plainCode } from './enrolment-code.js';

let now = Date.parse('2026-11-23T08:00:00.000Z');
let compliance: ComplianceFixture;
beforeAll(async () => {
  compliance = await startCompliance(() => now);
});
afterAll(() => compliance.close());

let terminals = 0;
let terminal: string;
beforeEach(() => (terminal = `t-${++terminals}`));

const post = (path: string, body?: object, token = 'ingest') =>
  compliance.ask<{ code?: string; error?: { code: string; path?: string } }>(
    'POST',
    `/v1/terminals/${terminal}/${path}`,
    body,
    { token },
  );

async function newCode(): Promise<string> {
  const { status, body } = await post('enrolment-codes', undefined, 'admin');
  expect([status, body]).toEqual([
    201,
    {
      code: expect.stringMatching(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/),
      expiresAt: new Date(now + 600_000).toISOString(),
    },
  ]);
  return body.code!;
}

function enrolment({ publicKey, sign }: SigningKey, code: string): object {
  return { publicKey, proof: sign(keyMessage(terminal, publicKey, plainCode(code))), code };
}

function rotation(key: SigningKey, previous: SigningKey): object {
  const message = keyMessage(terminal, key.publicKey, previous.keyId);
  const proofs = { proof: key.sign(message), previousProof: previous.sign(message) };
  return { publicKey: key.publicKey, previousKeyId: previous.keyId, ...proofs };
}

async function keys(): Promise<Record<string, unknown>[]> {
  await compliance.settled();
  const { body } = await compliance.ask<{ items: Record<string, unknown>[] }>('GET', `/v1/terminals/${terminal}/keys`);
  return body.items;
}
const codeOf = ({ status, body }: Awaited<ReturnType<typeof post>>): [number, unknown] => [status, body.error?.code];

it('enrols a key with a code, however it is typed, once', async () => {
  const [key, code] = [newKey(), await newCode()];
  const sloppy = code.toLowerCase().replace('-', '');
  const { status, body, headers } = await post('keys', enrolment(key, sloppy));
  expect([status, body]).toEqual([201, { keyId: key.keyId }]);
  expect(headers['tillwatch-time']).toBe(String(now));
  expect(codeOf(await post('keys', enrolment(newKey(), code)))).toEqual([401, 'enrolment-code-invalid']);
  expect(codeOf(await post('keys', enrolment(key, code)))).toEqual([401, 'enrolment-code-invalid']);
  const { publicKey, keyId } = key;
  const registeredAt = new Date(now).toISOString();
  expect(await keys()).toEqual([{ keyId, publicKey, status: 'active', registeredAt, via: 'enrolment' }]);
});

it('keeps no code, only its keyed hash', async () => {
  const code = await newCode();
  const stored = JSON.stringify(await compliance.service.store.readStream(`keyring-${terminal}`));
  expect(stored).toContain('EnrolmentCodeIssued');
  expect(stored.toUpperCase()).not.toContain(plainCode(code));
  expect(stored.toUpperCase()).not.toContain(code);
});

it('gives a code to one of fifty who use it at once', async () => {
  const code = await newCode();
  const claimants = Array.from({ length: 50 }, () => newKey());
  const answers = await Promise.all(claimants.map((key) => post('keys', enrolment(key, code))));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(49);
  expect(await keys()).toHaveLength(1);
});

it('gives it once also to one who uses it fifty times at once', async () => {
  const [key, code] = [newKey(), await newCode()];
  const answers = await Promise.all(Array.from({ length: 50 }, () => post('keys', enrolment(key, code))));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
});

it('spends a code after ten wrong ones, though they come at once', async () => {
  const code = await newCode();
  const wrong = () => post('keys', enrolment(newKey(), '0000-0000-0000-0000'));
  const answers = await Promise.all(Array.from({ length: 30 }, wrong));
  expect(answers.map(codeOf)).toEqual(answers.map(() => [401, 'enrolment-code-invalid']));
  const stream = await compliance.service.store.readStream(`keyring-${terminal}`);
  expect(stream.filter(({ type }) => type.includes('EnrolmentCodeRefused'))).toHaveLength(10);
  expect(codeOf(await post('keys', enrolment(newKey(), code)))).toEqual([401, 'enrolment-code-invalid']);
  expect((await post('keys', enrolment(newKey(), await newCode()))).status).toBe(201);
});

it('lets a code expire, and voids it when another is issued', async () => {
  const first = await newCode();
  const second = await newCode();
  expect(codeOf(await post('keys', enrolment(newKey(), first)))).toEqual([401, 'enrolment-code-invalid']);
  now += 600_000;
  expect(codeOf(await post('keys', enrolment(newKey(), second)))).toEqual([401, 'enrolment-code-invalid']);
});

it('takes no code of another terminal', async () => {
  const code = await newCode();
  terminal = `${terminal}-other`;
  await newCode();
  expect(codeOf(await post('keys', enrolment(newKey(), code)))).toEqual([401, 'enrolment-code-invalid']);
});

it('refuses keys that are none, and proofs that prove nothing, and leaves the code usable (I28, I29)', async () => {
  const [key, code] = [newKey(), await newCode()];
  const body = enrolment(key, code) as { publicKey: string; proof: string; code: string };
  const zero = 'A'.repeat(43);
  const small = Buffer.from('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'hex');
  for (const publicKey of [zero, small.toString('base64url'), `7${'_'.repeat(41)}8`, 'no key'])
    expect(codeOf(await post('keys', { ...body, publicKey }))).toEqual([400, 'key-invalid']);
  const proof = Buffer.from(body.proof, 'base64url');
  proof[63]! |= 0xf0; // S far above the order of the group
  for (const bad of [proof.toString('base64url'), 'A'.repeat(86), 'x', key.sign('something else')])
    expect(codeOf(await post('keys', { ...body, proof: bad }))).toEqual([401, 'signature-invalid']);
  expect((await post('keys', body)).status).toBe(201);
});

it('rotates from the key in use to another, which is then the only one in use', async () => {
  const [first, second, third] = [newKey(), newKey(), newKey()];
  await post('keys', enrolment(first, await newCode()));
  expect(codeOf(await post('keys', rotation(second, third)))).toEqual([401, 'signature-invalid']); // I27
  expect(await post('keys', rotation(second, first))).toMatchObject({ status: 201, body: { keyId: second.keyId } });
  expect(await post('keys', rotation(second, first))).toMatchObject({ status: 201 }); // its answer was lost
  expect(codeOf(await post('keys', rotation(third, first)))).toEqual([401, 'signature-invalid']);
  const mixed = { ...rotation(third, second), previousProof: first.sign('x') };
  expect(codeOf(await post('keys', mixed))).toEqual([401, 'signature-invalid']);
  expect((await keys()).map(({ status, via }) => [status, via])).toEqual([
    ['retired', 'enrolment'],
    ['active', 'rotation'],
  ]);
});

it('lets one of many rotations from one key win', async () => {
  const first = newKey();
  await post('keys', enrolment(first, await newCode()));
  const answers = await Promise.all(Array.from({ length: 20 }, () => post('keys', rotation(newKey(), first))));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect((await keys()).filter(({ status }) => status === 'active')).toHaveLength(1);
});

it('revokes a key, after which it vouches for none', async () => {
  const key = newKey();
  await post('keys', enrolment(key, await newCode()));
  const path = `keys/${key.keyId}/revoke`;
  const drainUntil = { epoch: 5, sequence: 9 };
  expect(await post(path, { reason: 'stolen', drainUntil }, 'admin')).toMatchObject({ status: 200 });
  expect(await post(path, { reason: 'again' }, 'admin')).toMatchObject({ status: 200 });
  const revokedAt = new Date(now).toISOString();
  expect(await keys()).toMatchObject([{ status: 'revoked', revokedAt, reason: 'stolen', drainUntil }]);
  expect(codeOf(await post('keys', rotation(newKey(), key)))).toEqual([401, 'signature-invalid']);
  expect(codeOf(await post('keys', enrolment(key, await newCode())))).toEqual([400, 'key-invalid']);
  expect(codeOf(await post(`keys/${newKey().keyId}/revoke`, { reason: 'x' }, 'admin'))).toEqual([404, 'not-found']);
});

const proofs = { publicKey: 'A'.repeat(43), proof: 'A'.repeat(86) };

it.each<[string, object | undefined, string]>([
  ['keys', undefined, 'body-empty'],
  ['keys', { ...proofs }, '/code'],
  ['keys', { ...proofs, code: 'X', previousKeyId: 'a', previousProof: 'b' }, '/code'],
  ['keys', { ...proofs, previousKeyId: 'a' }, '/previousProof'],
  ['keys', { ...proofs, previousProof: 'a' }, '/previousKeyId'],
  ['keys', { ...proofs, code: 7 }, '/code'],
  ['keys', { ...proofs, code: 'X', role: 'admin' }, '/role'],
  ['keys', { code: 'X' }, '/publicKey'],
  [`keys/${'a'.repeat(32)}/revoke`, {}, '/reason'],
  [`keys/${'a'.repeat(32)}/revoke`, { reason: 'x', drainUntil: { epoch: 0, sequence: 1 } }, '/drainUntil'],
  [`keys/${'a'.repeat(32)}/revoke`, { reason: 'x', drainUntil: { epoch: 1, sequence: 1, until: 2 } }, '/drainUntil'],
  [`keys/${'a'.repeat(32)}/revoke`, { reason: 'x', drainUntil: [] }, '/drainUntil'],
  ['keys/ABC/revoke', { reason: 'x' }, '/keyId'],
])('refuses %s with %j', async (path, body, fault) => {
  const answer = await post(path, body, 'admin');
  const { code, path: at } = answer.body.error!;
  expect([answer.status, at ?? code]).toEqual([400, fault]);
});
