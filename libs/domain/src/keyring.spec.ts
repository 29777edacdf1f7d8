import { sha256Hex } from '@tillwatch/kernel';
import { newKey, type SigningKey } from '@tillwatch/testing';
import {
  emptyKeyring,
  enrolKey,
  evolveKeyring,
  keyMessage,
  maxKeys,
  maxWrongCodes,
  revokeKey,
  rotateKey,
  type Keyring,
  type KeyringDecision,
  type KeyringEvent,
} from './keyring.js';

const terminalId = 't-1';
const now = Date.parse('2026-03-02T01:05:00Z');
const recordedAt = '2026-03-02T01:05:00.000Z';
const code = 'ABCDEFGHJKMNPQRS';
const [first, second, third] = [newKey(), newKey(), newKey()];

function given(...events: KeyringEvent[]): Keyring {
  const keyring = emptyKeyring();
  for (const { name, data } of events) evolveKeyring(keyring, name, data, recordedAt);
  return keyring;
}

const issued = (text = code, expiresAt = '2026-03-02T01:10:00.000Z'): KeyringEvent => ({
  name: 'EnrolmentCodeIssued',
  data: { terminalId, codeHash: sha256Hex(text), expiresAt, actor: 'admin' },
});
const refused: KeyringEvent = { name: 'EnrolmentCodeRefused', data: { terminalId, keyId: first.keyId } };
const registered = (key: SigningKey): KeyringEvent => ({
  name: 'TerminalKeyRegistered',
  data: { terminalId, keyId: key.keyId, publicKey: key.publicKey, via: 'enrolment', proof: key.sign('') },
});
const rotated = (key: SigningKey, previous: SigningKey): KeyringEvent => {
  const { event } = rotate(given(registered(previous)), key, previous);
  return event!;
};
const revoked = (key: SigningKey): KeyringEvent => ({
  name: 'TerminalKeyRevoked',
  data: { terminalId, keyId: key.keyId, reason: 'stolen', actor: 'admin', drainUntil: { epoch: 1, sequence: 9 } },
});

function enrol(keyring: Keyring, key: SigningKey, over: Partial<Parameters<typeof enrolKey>[1]> = {}): KeyringDecision {
  const wanted = { terminalId, publicKey: key.publicKey, code, codeHash: sha256Hex(over.code ?? code), now, ...over };
  const proof = key.sign(keyMessage(wanted.terminalId, wanted.publicKey, wanted.code));
  return enrolKey(keyring, { proof, ...wanted });
}

function rotate(
  keyring: Keyring,
  key: SigningKey,
  previous: SigningKey,
  over: Partial<Parameters<typeof rotateKey>[1]> = {},
): KeyringDecision {
  const message = keyMessage(terminalId, key.publicKey, previous.keyId);
  const proofs = { proof: key.sign(message), previousProof: previous.sign(message) };
  const wanted = { terminalId, publicKey: key.publicKey, previousKeyId: previous.keyId, ...proofs };
  return rotateKey(keyring, { ...wanted, ...over });
}

const statuses = ({ keys }: Keyring): string[] => keys.map(({ status }) => status);

describe('enrolment', () => {
  it('registers the key of whoever has the code and the private half', () => {
    const { event, refusal } = enrol(given(issued()), first);
    expect(refusal).toBeUndefined();
    expect(event).toMatchObject({ name: 'TerminalKeyRegistered', data: { keyId: first.keyId, via: 'enrolment' } });
    const keyring = given(issued(), event!);
    expect(keyring).toMatchObject({
      keys: [{ status: 'active', publicKey: first.publicKey, registeredAt: recordedAt }],
    });
    expect(keyring.code).toBeUndefined();
  });

  it.each([
    ['none was issued', given()],
    ['it has expired', given(issued(code, recordedAt))],
    ['it was used', given(issued(), registered(second))],
    ['another was issued since', given(issued(), issued('0000000000000000'))],
    ['ten wrong ones were tried', given(issued(), ...Array.from({ length: maxWrongCodes }, () => refused))],
  ])('refuses the code with one answer: %s', (_, keyring) => {
    expect(enrol(keyring, first).refusal).toBe('enrolment-code-invalid');
  });

  it('counts a wrong code while one is open, and nine leave it usable', () => {
    expect(enrol(given(issued()), first, { code: '0000000000000000' })).toEqual({
      refusal: 'enrolment-code-invalid',
      event: { name: 'EnrolmentCodeRefused', data: { terminalId, keyId: first.keyId } },
    });
    expect(enrol(given(), first, { code: '0000000000000000' }).event).toBeUndefined();
    const nine = Array.from({ length: maxWrongCodes - 1 }, () => refused);
    expect(enrol(given(issued(), ...nine), first).refusal).toBeUndefined();
  });

  it('looks at the proof before the code, so that nobody without a key learns about codes', () => {
    const elsewhere = first.sign(keyMessage('t-2', first.publicKey, code));
    for (const proof of ['A'.repeat(86), elsewhere, second.sign(keyMessage(terminalId, first.publicKey, code))]) {
      expect(enrol(given(issued()), first, { proof })).toEqual({ refusal: 'signature-invalid' });
      expect(enrol(given(issued()), first, { proof, code: 'WRONG' })).toEqual({ refusal: 'signature-invalid' });
    }
  });

  it('refuses a key that is none before anything else (I29)', () => {
    for (const publicKey of ['A'.repeat(43), `AQ${'A'.repeat(41)}`, 'short'])
      expect(enrol(given(issued()), first, { publicKey })).toEqual({ refusal: 'key-invalid' });
  });

  it('gives a device that lost its key a new one, and takes no key back that was replaced or revoked', () => {
    const again = given(issued(), registered(first), issued(), registered(second));
    expect(statuses(again)).toEqual(['retired', 'active']);
    evolveKeyring(again, 'EnrolmentCodeIssued', issued().data, recordedAt);
    expect(enrol(again, first)).toEqual({ refusal: 'key-invalid' });
    expect(enrol(again, second).refusal).toBeUndefined();
    evolveKeyring(again, 'TerminalKeyRevoked', revoked(second).data, recordedAt);
    expect(enrol(again, second)).toEqual({ refusal: 'key-invalid' });
  });
});

describe('rotation', () => {
  it('retires the key that vouches', () => {
    const { event, refusal } = rotate(given(registered(first)), second, first);
    expect(refusal).toBeUndefined();
    const keyring = given(registered(first), event!);
    expect(statuses(keyring)).toEqual(['retired', 'active']);
    expect(keyring.keys[1]).toMatchObject({ via: 'rotation', previousKeyId: first.keyId });
  });

  it('leaves an open enrolment code open', () => {
    expect(given(registered(first), issued(), rotated(second, first)).code).toBeDefined();
  });

  it.each([
    ['nobody knows', given(registered(second))],
    ['was revoked', given(registered(first), revoked(first))],
    ['was replaced', given(registered(first), rotated(second, first))],
  ])('needs a key that is in use, not one that %s (I27)', (_, keyring) => {
    expect(rotate(keyring, third, first)).toEqual({ refusal: 'signature-invalid' });
  });

  it('needs both proofs', () => {
    const keyring = given(registered(first));
    for (const over of [{ proof: first.sign('x') }, { previousProof: second.sign('x') }, { previousProof: '' }])
      expect(rotate(keyring, second, first, over)).toEqual({ refusal: 'signature-invalid' });
    expect(rotate(keyring, second, first, { publicKey: 'A'.repeat(43) })).toEqual({ refusal: 'key-invalid' });
    expect(rotate(keyring, first, first)).toEqual({ refusal: 'key-invalid' });
  });

  it('says yes again to a terminal that did not hear the answer, until the next rotation', () => {
    const keyring = given(registered(first), rotated(second, first));
    expect(rotate(keyring, second, first)).toEqual({});
    expect(rotate(keyring, second, first, { previousProof: '' })).toEqual({ refusal: 'signature-invalid' });
    evolveKeyring(keyring, 'TerminalKeyRegistered', rotated(third, second).data, recordedAt);
    expect(rotate(keyring, second, first)).toEqual({ refusal: 'signature-invalid' });
  });
});

describe('revocation', () => {
  it('keeps when, why and up to where, as they were said first', () => {
    const keyring = given(registered(first));
    const { event } = revokeKey(keyring, revoked(first).data as never);
    evolveKeyring(keyring, event!.name, event!.data, recordedAt);
    expect(keyring.keys[0]).toMatchObject({
      status: 'revoked',
      revokedAt: recordedAt,
      reason: 'stolen',
      drainUntil: { epoch: 1, sequence: 9 },
    });
    expect(revokeKey(keyring, revoked(first).data as never)).toEqual({});
  });

  it('does not know other keys', () => {
    expect(revokeKey(given(registered(first)), revoked(second).data as never)).toEqual({ refusal: 'not-found' });
  });
});

it('forgets the oldest key past the limit', () => {
  const keyring = given(registered(first));
  for (let i = 0; i < maxKeys; i++) {
    const data = { ...registered(second).data, keyId: String(i).padStart(32, '0') };
    evolveKeyring(keyring, 'TerminalKeyRegistered', data, recordedAt);
  }
  expect(keyring.keys).toHaveLength(maxKeys);
  expect(keyring.keys.some(({ keyId }) => keyId === first.keyId)).toBe(false);
  expect(statuses(keyring).filter((status) => status === 'active')).toHaveLength(1);
});
