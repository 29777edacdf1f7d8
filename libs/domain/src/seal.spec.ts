import { newKey, type SigningKey } from '@tillwatch/testing';
import { emptyKeyring, evolveKeyring, type Keyring } from './keyring.js';
import { isTrustedSeal, recordSeal, sealMarks, sealMessage, type Seal } from './seal.js';
import { emptyJournal, type Journal } from './terminal-journal.js';

const [first, second] = [newKey(), newKey()];
const head = 'ab'.repeat(32);

function sealed(key: SigningKey, sequence: number, over: Partial<Seal> = {}): Seal {
  const place = { terminalId: 't-1', epoch: 5, sequence, head };
  return { ...place, keyId: key.keyId, signature: key.sign(sealMessage(place)), ...over };
}

function keyringOf(...keys: SigningKey[]): Keyring {
  const keyring = emptyKeyring();
  for (const { keyId, publicKey } of keys)
    evolveKeyring(keyring, 'TerminalKeyRegistered', { keyId, publicKey, via: 'enrolment' }, '');
  return keyring;
}

function sealedBy(...seals: Seal[]): Journal {
  const journal = emptyJournal();
  for (const { keyId, epoch, sequence } of seals) recordSeal(journal, keyId, epoch, sequence);
  return journal;
}

it('signs the place before it and the hash there', () => {
  expect(sealMessage({ terminalId: 't-1', epoch: 5, sequence: 12, head })).toBe(
    `tillwatch-seal-v1\nt-1\n5\n11\n${head}\n`,
  );
});

it('trusts a seal by the terminal key in use', () => {
  expect(sealMarks(sealed(first, 12), keyringOf(first), emptyJournal())).toEqual([]);
});

it.each<[string, Partial<Seal>]>([
  ['another terminal (I23)', { terminalId: 't-2' }],
  ['another epoch', { epoch: 6 }],
  ['another place', { sequence: 13 }],
  ['another head', { head: 'cd'.repeat(32) }],
  ['an unknown key (I27)', { keyId: second.keyId }],
  ['a signature that is none', { signature: 'A'.repeat(86) }],
])('marks a seal that was made for %s', (_, over) => {
  expect(sealMarks(sealed(first, 12, over), keyringOf(first), emptyJournal())).toEqual(['seal-invalid']);
});

it('keeps trusting a replaced key up to where its successor began, and not from there on', () => {
  const keyring = keyringOf(first, second);
  expect(sealMarks(sealed(first, 20), keyring, emptyJournal())).toEqual([]);
  const journal = sealedBy(sealed(second, 15), sealed(second, 30));
  expect(sealMarks(sealed(first, 12), keyring, journal)).toEqual([]);
  expect(sealMarks(sealed(first, 20), keyring, journal)).toEqual(['seal-invalid']);
  expect(sealMarks(sealed(second, 12), keyring, sealedBy(sealed(first, 5)))).toEqual([]);
});

it('marks what a revoked key sealed when it reaches us after that, and whether it was expected (I25, I26)', () => {
  const keyring = keyringOf(first);
  const revocation = { keyId: first.keyId, reason: 'stolen', drainUntil: { epoch: 5, sequence: 20 } };
  evolveKeyring(keyring, 'TerminalKeyRevoked', revocation, '');
  expect(sealMarks(sealed(first, 20), keyring, emptyJournal())).toEqual(['after-revocation', 'drained']);
  expect(sealMarks(sealed(first, 21), keyring, emptyJournal())).toEqual(['after-revocation']);
  expect(sealMarks(sealed(first, 20, { signature: '' }), keyring, emptyJournal())).toEqual(['seal-invalid']);
  delete keyring.keys[0]!.drainUntil;
  expect(sealMarks(sealed(first, 1), keyring, emptyJournal())).toEqual(['after-revocation']);
});

it('remembers the lowest place of each key, and a bounded number of keys', () => {
  const journal = sealedBy(sealed(first, 15), sealed(first, 12), sealed(first, 30));
  expect(journal.firstSeals).toEqual([{ keyId: first.keyId, epoch: 5, sequence: 12 }]);
  for (let i = 0; i < 200; i++) recordSeal(journal, `k-${i}`, 6, 200 - i);
  expect(journal.firstSeals).toHaveLength(100);
  expect(journal.firstSeals!.some(({ keyId }) => keyId === first.keyId)).toBe(false);
});

it('trusts no seal that anything is wrong with', () => {
  expect([undefined, ['clock-implausible'], ['seal-invalid'], ['chain-broken'], ['after-revocation', 'drained']].map(
    isTrustedSeal,
  )).toEqual([true, true, false, false, false]); // prettier-ignore
});
