import { texts } from './texts.js';

it('says the same in both languages: every value of one is in the other', () => {
  const values = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const { en, zh } of Object.values(texts)) expect(values(zh)).toEqual(values(en));
});
