import { maskText } from './mask-text.js';

it.each([
  ['{"password":"hun\\"ter2","a":1', '{"password":"[redacted]","a":1'],
  ['{"pin": 1234}', '{"pin": [redacted]}'],
  ['{"newPassword":["a","b"],"x":1}', '{"newPassword":[redacted],"x":1}'],
  ['{"detail":"tried password=hunter2 twice"}', '{"detail":"tried password=[redacted] twice"}'],
  ['{"raw":"{\\"cvv\\":\\"123\\",\\"n\\":1}"}', '{"raw":"{\\"cvv\\":\\"[redacted]\\",\\"n\\":1}"}'],
  ["pwd='a b' user=x", "pwd='[redacted]' user=x"],
  ['user=a&passwd=b:c=d&x=1', 'user=a&passwd=[redacted]&x=1'],
  ['密码：一二三 结束', '密码：[redacted] 结束'],
  ['{"\\u0070assword":"x"', '{"password":"[redacted]"'],
  ['{"password":"never ends, a=1', '{"password":"[redacted]"'],
  ['card \\u0034111111111111111', 'card ****1111'],
  ['id 11010519491231002X', 'id 110****2X'],
])('masks %s', (raw, masked) => expect(maskText(raw)).toBe(masked));

it.each(['{"passwordAge":90,"pinned":true', 'nothing here', '{"a":"\\u0022\\u005c"}', 'password', ''])(
  'leaves %s alone',
  (raw) => expect(maskText(raw)).toBe(raw),
);

it.each(['a=', 'pin=', '"', 'pin:\\"', 'pin ', '\\u0070'])('stays linear on %j over and over', (piece) => {
  const started = process.cpuUsage();
  maskText(piece.repeat(200_000));
  expect(process.cpuUsage(started).user).toBeLessThan(10_000_000);
});
