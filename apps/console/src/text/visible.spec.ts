import { visibleRuns, visibleText } from './visible.js';

describe('text from outside', () => {
  it.each([
    ['o-17', 'o-17'],
    ['收银员 王小明\u3000甲', '收银员 王小明\u3000甲'],
    ['cash\u202Eier', 'cash\\u202Eier'],
    ['o\u200B-7\uFEFF', 'o\\u200B-7\\uFEFF'],
    ['line\r\nbreak\0', 'line\\u000D\\u000Abreak\\u0000'],
    ['soft\u00ADhyphen', 'soft\\u00ADhyphen'],
    ['no\u00A0break', 'no\\u00A0break'],
    ['\u2066isolate\u2069', '\\u2066isolate\\u2069'],
    ['tag\u{E0041}', 'tag\\u{E0041}'],
    ['lone\uD800surrogate', 'lone\\uD800surrogate'],
    ['filler\u3164', 'filler\\u3164'],
    ['blank\u2800', 'blank\\u2800'],
    ['del\u007F c1\u009B', 'del\\u007F c1\\u009B'],
  ])('shows every character of %j', (text, seen) => {
    expect(visibleText(text)).toBe(seen);
  });

  it('marks which runs are escapes, so that a typed backslash is not taken for one', () => {
    expect(visibleRuns('\\u202E\u202E!')).toEqual([
      { text: '\\u202E', escaped: false },
      { text: '\\u202E', escaped: true },
      { text: '!', escaped: false },
    ]);
  });

  it('leaves emoji outside the basic plane whole', () => {
    expect(visibleText('店🏪')).toBe('店🏪');
  });

  it('has no runs for an empty text', () => {
    expect(visibleRuns('')).toEqual([]);
  });
});
