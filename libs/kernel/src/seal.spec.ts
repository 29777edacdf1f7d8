import { derivedKey } from '@tillwatch/kernel';
import { seal, unseal } from './seal.js';

const key = derivedKey('secret', 'test');

it('opens what it sealed, and seals the same text differently each time', () => {
  const [one, other] = [seal(key, 'channel-1', 'whsec_密'), seal(key, 'channel-1', 'whsec_密')];
  expect(one).not.toBe(other);
  expect([unseal(key, 'channel-1', one), unseal(key, 'channel-1', other)]).toEqual(['whsec_密', 'whsec_密']);
  expect(one).not.toContain('whsec');
});

it('opens nothing under another key, for another channel, or with a bit changed', () => {
  const sealed = seal(key, 'channel-1', 'whsec_x');
  expect(unseal(derivedKey('other', 'test'), 'channel-1', sealed)).toBeUndefined();
  expect(unseal(key, 'channel-2', sealed)).toBeUndefined();
  for (let at = 3; at < sealed.length - 1; at++) {
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
    expect([at, unseal(key, 'channel-1', changed)]).toEqual([at, undefined]);
  }
  for (const nothing of ['', 'v1', 'v1.', 'v2' + sealed.slice(2), 'v1.AAAA']) {
    expect(unseal(key, 'channel-1', nothing)).toBeUndefined();
  }
});
