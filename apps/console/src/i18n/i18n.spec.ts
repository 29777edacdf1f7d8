import { en } from './en.js';
import { chooseLanguage } from './i18n.js';
import { wordsEn } from './words-en.js';
import { wordsZhCn } from './words-zh-cn.js';
import { zhCn } from './zh-cn.js';

function texts(tree: object, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : texts(value as object, `${path}${key}.`),
  );
}

const placeholders = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1]).sort();

describe.each([
  ['texts', texts(zhCn), texts(en)],
  ['words', texts(wordsZhCn), texts(wordsEn)],
])('the %s of the console', (_name, chinese, english) => {
  it('have the same keys in both languages, in the same order', () => {
    expect(english.map(([key]) => key)).toEqual(chinese.map(([key]) => key));
  });

  it('are nowhere empty', () => {
    expect([...chinese, ...english].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('take the same values in both languages', () => {
    const other = new Map(english);
    for (const [key, text] of chinese)
      expect([key, placeholders(other.get(key) ?? '')]).toEqual([key, placeholders(text)]);
  });

  it('have no Chinese left in the English', () => {
    expect(english.filter(([, text]) => /\p{Script=Han}/u.test(text))).toEqual([]);
  });
});

describe('the language at first', () => {
  it.each([
    ['en', ['zh-CN'], 'en'],
    ['zh-CN', ['en-GB'], 'zh-CN'],
    [null, ['zh-Hans-CN', 'en'], 'zh-CN'],
    [null, ['en-US', 'zh'], 'en'],
    [null, ['de'], 'en'],
    ['tlh', [], 'en'],
  ])('chosen %j in a browser of %j is %s', (chosen, browser, language) => {
    expect(chooseLanguage(chosen, browser)).toBe(language);
  });
});
