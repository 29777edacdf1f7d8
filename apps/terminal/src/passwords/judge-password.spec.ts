import { readdirSync, readFileSync } from 'node:fs';
import { shippedPolicies } from '@tillwatch/domain';
import { hasKeyboardRun } from './keyboard-runs.js';
import { hasPinyinWord } from './pinyin.js';
import { judgePassword, type JudgingFacts, type JudgingPolicy } from './judge-password.js';

const policy = (id: string, more: object = {}): JudgingPolicy => {
  const { settings } = shippedPolicies.find((shipped) => shipped.id === id)!;
  return { profile: id, version: 1, settings: { ...settings, ...more } };
};
const reasons = async (password: string, profile = 'shop-guide', facts?: JudgingFacts) =>
  (await judgePassword(password, policy(profile), facts)).reasons;

it('fails the sample of the guide itself: it has eight of its own twelve characters', async () => {
  const judgement = await judgePassword('aB1#dE2%', policy('shop-guide'));
  expect(judgement.passed).toBe(false);
  expect(judgement.reasons).toContain('too-short');
  expect(judgement.verdict).toMatchObject({ profile: 'shop-guide', profileVersion: 1, length: 8, classes: 4 });
});

it('cites the profile and its version, and the list it judged by', async () => {
  const { verdict } = await judgePassword('kX7!mQ2$vR9&', { ...policy('pci-dss'), version: 7 });
  expect(verdict).toEqual({
    ...{ profile: 'pci-dss', profileVersion: 7, length: 12, classes: 4 },
    ...{ blocklisted: false, reused: false, blocklistVersion: '2026.1' },
  });
});

it.each([
  ['kX7!mQ2$vR9&', 'shop-guide', []],
  ['kx7!mq2$vr9&', 'shop-guide', ['classes-missing']],
  ['kx7!mq2$vr9&', 'pci-dss', []],
  ['kx!mq$vr&tbzw', 'pci-dss', ['classes-missing']],
  ['收银台的灯昨晚又没有关好吗', 'pci-dss', ['classes-missing']],
  ['vellum cobalt thirsty acorn', 'nist-800-63b', []],
  ['kX7!mQ2$vR9&', 'nist-800-63b', ['too-short']],
  ['Kx7!mq2w', 'mlps-3', []],
  ['kxmqpwzt7', 'mlps-3', ['classes-missing']],
])('says of %s by %s: %j', async (password, profile, expected) => {
  expect(await reasons(password, profile)).toEqual(expected);
});

it.each([
  '123456', 'woaini', '5201314', 'woaini1314520!', 'Woaini5201314#', 'Zhifubao888888!', 'Password#x9K!', 'P@ssw0rd2026!',
  'Shouyin123456!', 'Wangwei19900101!', 'Qwerty123456#', 'Aaaaaaaaaaa1!', 'Abcabcabcabc1!', 'Sunshine2026!!', 'drowssaP12!x',
])('has %s on its lists', async (password) => {
  expect(await reasons(password)).toContain('blocklisted');
}); // prettier-ignore

it.each([
  ['xqwertyz', true],
  ['xytrewqz', true],
  ['QwErTx', true],
  ['!@#$%', true],
  ['1qazXSW@', true],
  ['98765', true],
  ['abcdex', true],
  ['property', false],
  ['12a34b56', false],
  ['kX7!mQ2$vR9&', false],
  ['', false],
])('knows whether %s runs along the keyboard: %s', (password, expected) => {
  expect(hasKeyboardRun(password)).toBe(expected);
});

it.each([
  ['zhongguoren88', true],
  ['WoShiLaoban!', true],
  ['nvhai#9', true],
  ['xianshi', true],
  ['kX7!mQ2$vR9&', false],
  ['thirsty', false],
  ['zhuang', false],
  ['zhongguo-kX7!mQ2$vR9&', false],
])('knows whether %s is pinyin: %s', (password, expected) => {
  expect(hasPinyinWord(password)).toBe(expected);
});

it('lets nobody use what is known of them, forwards or backwards', async () => {
  const about = ['Cashier-0042', '138-0013-8000', 'Li'];
  expect(await reasons('xQ!cashier-0042#T', 'shop-guide', { about })).toContain('about-the-person');
  expect(await reasons('xQ!2400-reihsac#T', 'shop-guide', { about })).toContain('about-the-person');
  expect(await reasons('kX7!mQ2$vLi&', 'shop-guide', { about })).toEqual([]);
});

it('takes the till at its word about reuse, where the profile asks', async () => {
  expect(await reasons('kX7!mQ2$vR9&', 'pci-dss', { reused: true })).toEqual(['reused']);
  expect(await reasons('kX7!mQ2$vR9&', 'mlps-3', { reused: true })).toEqual([]);
});

it('asks for less beside another factor, where the profile does', async () => {
  expect(await reasons('kX7!mQ2$', 'nist-800-63b', { withFactor: true })).toEqual([]);
  expect(await reasons('kX7!mQ2$', 'pci-dss', { withFactor: true })).toEqual(['too-short']);
});

it('records what a profile does not demand', async () => {
  const judgement = await judgePassword('woaini1314520!', policy('pci-dss'));
  expect(judgement).toMatchObject({ passed: true, verdict: { blocklisted: true, length: 14, classes: 3 } });
});

it('judges one password in any Unicode form alike, and counts characters, not units', async () => {
  const length = async (text: string) => (await judgePassword(text, policy('pci-dss'))).verdict.length;
  expect([await length('Zo\u00eb'), await length('Zoe\u0308'), await length('🔑🔑')]).toEqual([3, 3, 2]);
});

it('takes any length in its stride', async () => {
  const judgement = await judgePassword('kX7!mQ2$'.repeat(2_000), policy('pci-dss'));
  expect(judgement.verdict.length).toBe(4_096);
  expect(await reasons('')).toContain('too-short');
});

/** Every text that can be reached from a value. */
function* textsIn(value: unknown, seen = new Set<unknown>()): Generator<string> {
  if (typeof value === 'string') yield value;
  if (value === null || !['object', 'function'].includes(typeof value) || seen.has(value)) return;
  seen.add(value);
  if (value instanceof Map || value instanceof Set) for (const entry of value.entries()) yield* textsIn(entry, seen);
  for (const key of Reflect.ownKeys(value as object)) {
    if (typeof key === 'string') yield key;
    const { value: member } = Object.getOwnPropertyDescriptor(value, key)!;
    yield* textsIn(member, seen);
  }
}

it('answers without any part of the password, and keeps none of it where the lists are', async () => {
  const password = 'Vq7#zKelpBasalt42!';
  const keeps = (value: unknown) => [...textsIn(value)].filter((text) => /Vq7|zKelp|Basalt42|till-op-4711/.test(text));
  const { estimator } = await import('./blocklist.js');
  estimator.check(password, ['till-op-4711']);
  expect(keeps(estimator)).not.toEqual([]);
  const judgement = await judgePassword(password, policy('shop-guide'), { about: ['till-op-4711'] });
  expect(keeps(judgement)).toEqual([]);
  expect(keeps(estimator)).toEqual([]);
});

it('loads the lists only when somebody judges', () => {
  const folder = new URL('.', import.meta.url);
  const heavy = /from '(?:@zxcvbn-ts\/[^']+|\.\/blocklist\.js)'/;
  const loading = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .filter((name) => heavy.test(readFileSync(new URL(name, folder), 'utf8')));
  expect(loading).toEqual(['blocklist.ts']);
});
