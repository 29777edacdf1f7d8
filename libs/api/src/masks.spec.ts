import { hideText, maskName, maskReference } from './masks.js';

it.each([
  ['王小明', '王**'],
  ['王明', '王**'],
  ['欧阳娜娜', '欧**'],
  ['王', '**'],
  ['Li Na', 'L**'],
  ['👩‍👩‍👧‍👦小明', '👩‍👩‍👧‍👦**'],
  ['👩‍👩‍👧‍👦', '**'],
  ['e\u0301mile', 'e\u0301**'],
  ['𠮷野家', '𠮷**'],
  ['', '**'],
])('masks the name %s', (name, masked) => expect(maskName(name)).toBe(masked));

it.each([
  ['wang@shop.example', 'w***@shop.example'],
  ['王@shop.example', '***@shop.example'],
  ['👩‍👩‍👧‍👦a@shop.example', '👩‍👩‍👧‍👦***@shop.example'],
  ['13812341234', '138****1234'],
  ['138 1234 1234', '138****1234'],
  ['+86 138-1234-1234', '138****1234'],
  ['T-88120', '***20'],
  ['branch-12/2026-03-02', '***02'],
  ['回单编号第八号', '***八号'],
  ['T-881', '***'],
  ['a@b@c.example', '***le'],
])('masks the reference %s', (reference, masked) => expect(maskReference(reference)).toBe(masked));

it('says nothing of what was written freely', () => expect(hideText()).toBe('***'));

const texts = ['王小明', '王', '', '**', '***', '***20', '****@x', '*@x', 'w***@x', '138****1234', '1'.repeat(40), '*'.repeat(9), '👨‍👩‍👧**', '***ab-secret', 'a***'.repeat(9)]; // prettier-ignore

it.each([maskName, maskReference])('leaves what is masked as it is: %p', (mask) => {
  for (const text of texts) expect([text, mask(mask(text))]).toEqual([text, mask(text)]);
});

it('takes nobody at their word who writes stars', () => {
  expect(maskName('**secret')).toBe('***');
  expect(maskReference('***ab-secret')).toBe('***et');
  expect(maskReference('138****12345')).toBe('***45');
});
