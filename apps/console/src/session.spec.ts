import { readToken, tokenInFragment } from './session.js';

describe('the token', () => {
  it('loses the white space that a paste brings along', () => {
    expect(readToken('  abc.DEF-123_~\n')).toBe('abc.DEF-123_~');
  });

  it.each(['', '   ', 'two words', 'bad\u200Bpaste', '令牌', 'x'.repeat(513)])(
    'is refused when it cannot be one: %j',
    (text) => {
      expect(readToken(text)).toBeUndefined();
    },
  );

  it('is found in the fragment, alone or among others', () => {
    expect(tokenInFragment('#token=abc')).toBe('abc');
    expect(tokenInFragment('#x=1&token=a%2Bb')).toBe('a+b');
  });

  it('is not found where there is none', () => {
    expect(tokenInFragment('')).toBeUndefined();
    expect(tokenInFragment('#section')).toBeUndefined();
    expect(tokenInFragment('#token=')).toBeUndefined();
  });
});
