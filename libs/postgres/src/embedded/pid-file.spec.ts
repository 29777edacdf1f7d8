import { isAlive, parsePidFile } from './pid-file.js';

it('reads pid, port and readiness of a running server', () => {
  const text = '4711\n/data/cluster\n1795000000\n41234\n\n127.0.0.1\n  1234 5\nready   \n';
  expect(parsePidFile(text)).toEqual({ pid: 4711, port: 41234, ready: true });
});

it('knows a server that is still starting', () => {
  expect(parsePidFile('4711\n/data/cluster\n1795000000\n')).toEqual({ pid: 4711, port: 0, ready: false });
});

it('does not take a file without a pid for a server', () => {
  for (const text of ['', '\n', 'x\n', '-4711\n', '0\n']) expect(parsePidFile(text)).toBe('empty');
});

it('tells the living from the dead', () => {
  expect(isAlive(process.pid)).toBe(true);
  expect(isAlive(2 ** 22 + 1)).toBe(false); // Above the largest pid Linux gives.
});
