import { generateKeyPairSync, sign } from 'node:crypto';
import { isPublicKey, isSignedBy, keyIdOf } from './ed25519.js';

const text = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url');

/** Of RFC 8032, 7.1, those whose message is UTF-8: tests 1 and 2. */
const rfc8032 = [
  [
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    'r',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
] as const;

it.each(rfc8032)('accepts the vector of RFC 8032 with key %s, and no other message', (key, message, signature) => {
  expect(isPublicKey(text(key))).toBe(true);
  expect(isSignedBy(text(key), message, text(signature))).toBe(true);
  expect(isSignedBy(text(key), `${message}x`, text(signature))).toBe(false);
});

it('accepts what Node signs, and nothing of it changed by a bit', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = publicKey.export({ format: 'jwk' }).x!;
  const signature = sign(null, Buffer.from('终端 7'), privateKey);
  expect(isPublicKey(key)).toBe(true);
  expect(isSignedBy(key, '终端 7', signature.toString('base64url'))).toBe(true);
  for (let bit = 0; bit < 512; bit += 7) {
    const changed = Buffer.from(signature);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    expect(isSignedBy(key, '终端 7', changed.toString('base64url'))).toBe(false);
  }
});

it('refuses S + L, which is a second signature of the same message by anybody', () => {
  const [key, message, signature] = rfc8032[1];
  const bytes = Buffer.from(signature, 'hex');
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`) + order;
  const forged = `${signature.slice(0, 64)}${Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse().toString('hex')}`;
  expect(isSignedBy(text(key), message, text(forged))).toBe(false);
});

/** Every encoding of the eight points of small order, the six second forms included. */
const smallOrder = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000080',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
];

it.each(smallOrder)('refuses the key of small order %s', (key) => {
  expect(isPublicKey(text(key))).toBe(false);
  expect(isSignedBy(text(key), '', text(`${key}${'0'.repeat(64)}`))).toBe(false);
});

it('refuses a key in a second form, one that is no point, and what is no key at all', () => {
  const p = 2n ** 255n - 19n;
  const encoded = (y: bigint): string =>
    Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse().toString('base64url');
  const candidates = Array.from({ length: 20 }, (_, i) => BigInt(i));
  expect(candidates.filter((y) => isPublicKey(encoded(y + p)))).toEqual([]);
  expect(candidates.filter((y) => isPublicKey(encoded(y)))).toEqual([3n, 4n, 5n, 6n, 9n, 10n, 14n, 15n, 16n, 18n, 19n]);
  for (const key of ['', 'AA', `${text(rfc8032[0][0])}=`, `${text(rfc8032[0][0])}AA`, '!'.repeat(43)])
    expect(isPublicKey(key)).toBe(false);
});

it('refuses base64url with bits left over: a second text of the same signature', () => {
  const [key, message, signature] = rfc8032[0];
  const canonical = text(signature);
  const sloppy = `${canonical.slice(0, -1)}${canonical.endsWith('w') ? 'x' : 'B'}`;
  expect(Buffer.from(sloppy, 'base64url')).toEqual(Buffer.from(canonical, 'base64url'));
  expect(isSignedBy(text(key), message, sloppy)).toBe(false);
});

const small = 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa';
const mixed = 'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43';
const full = '442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623';
const zeroX = 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff';
const edge = '9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41';

/**
 * Edge cases of Chalkias, Garillot and Nikolaenko, "Taming the many EdDSAs" (eprint 2020/1244), by what is special in
 * them. OpenSSL 3.5 refuses them too, OpenSSL 3.0 takes the first three: what is a signature must not depend on that.
 */
const taming = [
  [
    'small A and R, S = 0',
    small,
    '8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6',
    `c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a${'0'.repeat(64)}`,
  ],
  [
    'small A',
    small,
    '9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79',
    `${mixed}a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04`,
  ],
  [
    'small R',
    mixed,
    'aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab',
    `${small}8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e`,
  ],
  [
    'S above L',
    full,
    '85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40',
    'e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514',
  ],
  [
    'S far above L',
    full,
    '85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40',
    '8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa19427e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22',
  ],
  ['second form of R', mixed, edge, `${zeroX}03be9678ac102edcd92b0210bb34d7428d12ffc5df5f37e359941266a4e35f0f`],
  [
    'second form of R, hashed as is',
    mixed,
    edge,
    `${zeroX}ca8c5b64cd208982aa38d4936621a4775aa233aa0505711d8fdcfdaa943d4908`,
  ],
  [
    'second form of A',
    zeroX,
    'e96b7021eb39c1a163b6da4e3093dcd3f21387da4cc4572be588fafae23c155b',
    'a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dca5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04',
  ],
  [
    'second form of A, hashed as is',
    zeroX,
    '39a591f5321bbe07fd5a23dc2f39d025d74526615746727ceefd6e82ae65c06f',
    'a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dca5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04',
  ],
] as const;

it.each(taming)('refuses: %s', (_, key, message, signature) => {
  // Their messages are bytes and ours are text, so what they show is the refusal of key and signature before hashing.
  expect(isSignedBy(text(key), Buffer.from(message, 'hex').toString(), text(signature))).toBe(false);
});

it('names a key by the start of its hash', () => {
  expect(keyIdOf(text(rfc8032[0][0]))).toBe('21fe31dfa154a261626bf854046fd227');
});
