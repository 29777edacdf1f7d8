import { hmacSha256Hex, isSameHash, sha256Hex, uuidFromName } from './hash.js';

it('hashes as the published vectors say', () => {
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(hmacSha256Hex('Jefe', 'what do ya want for nothing?')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

it('tells equal hashes from others, whatever their length', () => {
  const hash = sha256Hex('a');
  expect([isSameHash(hash, sha256Hex('a')), isSameHash(hash, sha256Hex('b'))]).toEqual([true, false]);
  expect([isSameHash(hash, hash.slice(1)), isSameHash('', '')]).toEqual([false, true]);
});

it('gives one name one id, of version 8 and the RFC variant', () => {
  expect(uuidFromName('a')).toBe(uuidFromName('a'));
  expect(uuidFromName('a')).not.toBe(uuidFromName('b'));
  expect(uuidFromName('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
