import fc from 'fast-check';
import { isSecretName, looksLikeSecret, maskNumbers } from './secrets.js';

describe('maskNumbers', () => {
  it.each([
    ['4111111111111111', '****1111'],
    ['card 4111 1111 1111 1111, exp 12/29', 'card ****1111, exp 12/29'],
    ['4111-1111-1111-1111', '****1111'],
    ['PAN4111111111111111x', 'PAN****1111x'],
    ['a4111111111111111'.padEnd(31, 'f'), 'a****1111ffffffffffffff'],
    ['378282246310005', '****0005'],
    ['5555555555554444 and 6011111111111117', '****4444 and ****1117'],
    ['6222021234567890128', '****0128'],
    ['４１１１１１１１１１１１１１１１', '****1111'],
    ['4111\u00a01111\u20111111\u30001111', '****1111'],
    ['20260302 4111111111111111 123', '20260302 ****1111 123'],
    ['4111 1111 1111 1111 123', '****1111 123'],
    ['11010519491231002X', '110****2X'],
    ['id:11010519491231002x.', 'id:110****2x.'],
    ['110101199003070134', '110****34'],
  ])('masks %s', (text, masked) => expect(maskNumbers(text)).toBe(masked));

  it.each([
    '4111111111111112', // check digit
    '9999999999999995', // no issuer range
    '411111111111', // too short
    '41111111111111111111', // too long
    '110105194913310021', // month 13, right check character
    '110105194912310021', // check character
    '1772413200000', // milliseconds since 1970
    '2026-03-02T09:00:00.123456789+08:00',
    '41111111-1111-1111-8111-111111111111', // a UUID
    'sessions 41111111-1111-1111-8111-111111111111 and 00000000-0000-4000-8000-000000000000',
    'a4111111111111111'.padEnd(64, '0'), // a SHA-256
    'a4111111111111111'.padEnd(32, 'f'), // a key id
    '192.168.100.100 192.168.100.101',
    '收银员一号',
  ])('leaves %s alone', (text) => expect(maskNumbers(text)).toBe(text));

  it('masks every number that passes Luhn in an issuer range, wherever it stands', () => {
    const card = fc.stringMatching(/^4[0-9]{14}$/).map((digits) => digits + checkDigit(digits));
    const around = fc.stringMatching(/^[a-z ,.:]{0,9}[a-z,.:]$/);
    fc.assert(
      fc.property(card, around, around, (number, before, after) => {
        expect(maskNumbers(before + number + after)).toBe(`${before}****${number.slice(-4)}${after}`);
      }),
    );
  });

  it('keeps what it has masked as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9 xX-]{0,60}$/), (text) => {
        const masked = maskNumbers(text);
        expect(maskNumbers(masked)).toBe(masked);
      }),
      { numRuns: 2_000 },
    );
  });

  it('stays linear on a text of nothing but digits and gaps', () => {
    const started = process.cpuUsage();
    maskNumbers('4 '.repeat(200_000));
    maskNumbers('4'.repeat(400_000));
    expect(process.cpuUsage(started).user).toBeLessThan(10_000_000);
  });
});

describe('isSecretName', () => {
  it.each([
    'password', 'Password', 'PASSWD', 'pwd', 'PIN', 'pin_code', 'new-pin', 'userPin', 'passcode', 'client_secret',
    'cvv', 'CVC2', 'newPassword', 'old_password', 'wifiPassword', 'pinBlock', 'track2', 'Track2Data', '密码', '新密码', '支付密码', '登录口令',
  ])('%s', (name) => expect(isSecretName(name)).toBe(true)); // prettier-ignore

  it.each([
    'passwordAge', 'password_length', 'passwordExpires', 'minLength', 'pinned', 'spin', 'shipping', 'opinion', 'pinAttempts',
    'secretary', 'tracking', 'passenger', 'compass', 'keyId', '密码长度', 'reason', '',
  ])('not %s', (name) => expect(isSecretName(name)).toBe(false)); // prettier-ignore
});

describe('looksLikeSecret', () => {
  it.each(['Hunter2x', 'aB1#dE2%', 'abc!def', 'p@ss#word', '4111111111111111', '11010519491231002X', '密码#123456'])(
    '%s',
    (text) => expect(looksLikeSecret(text)).toBe(true),
  );

  it.each(['cashier-07', 'till_7', 'zhang.san@shop.cn', 'Zhang San', '张三', 'o-7', 'A1b', 'Ab1!', '100234', ''])(
    'not %s',
    (text) => expect(looksLikeSecret(text)).toBe(false),
  );
});

function checkDigit(digits: string): number {
  const sum = [...digits]
    .reverse()
    .map((digit, i) => Number(digit) * (i % 2 === 0 ? 2 : 1))
    .reduce((total, value) => total + Math.floor(value / 10) + (value % 10), 0);
  return (10 - (sum % 10)) % 10;
}
