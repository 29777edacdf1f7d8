import { languageOf, say, texts } from './texts.js';

it('says the same in both languages: every value of one is in the other', () => {
  const values = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const { en, zh } of Object.values(texts)) expect(values(zh)).toEqual(values(en));
});

it('speaks Chinese where the locale says so', () => {
  expect(languageOf({ LANG: 'zh_CN.UTF-8' })).toBe('zh');
  expect(languageOf({ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' })).toBe('en');
  expect(say('en', 'importUnmapped', { line: 3, why: 'odd' })).toBe('Line 3: odd');
});
