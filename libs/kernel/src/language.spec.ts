import { fillIn, languageOf } from './language.js';

it('is Chinese where the locale says so, in the order POSIX gives', () => {
  expect(languageOf({ LANG: 'zh_CN.UTF-8' })).toBe('zh');
  expect(languageOf({ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' })).toBe('en');
  expect(languageOf({ LC_MESSAGES: 'zh_TW' })).toBe('zh');
  expect(languageOf({})).toBe('en');
});

it('fills in values by name, as they are', () => {
  expect(fillIn('{b} of {a}: {b}', { a: 1, b: '$&' })).toBe('$& of 1: $&');
});
