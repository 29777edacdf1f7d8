import { syslogReader } from './syslog-line.js';

const read = (lines: string[], year?: number, zone = 'Z') => {
  const reader = syslogReader({ zone, ...(year && { year }) });
  return lines.map((line) => reader(line)?.time);
};

it('reads host, program, pid and message', () => {
  expect(
    syslogReader({ year: 2025, zone: '+08:00' })('Dec  1 06:55:46 shop-7 sshd[24200]: Invalid user: a: b'),
  ).toEqual({
    time: '2025-12-01T06:55:46+08:00',
    at: Date.parse('2025-11-30T22:55:46Z'),
    host: 'shop-7',
    program: 'sshd',
    pid: '24200',
    message: 'Invalid user: a: b',
  });
});

it('moves on to the next year in January, and back for a late line of December', () => {
  const days = ['Dec 31 23:59:59 h p: m', 'Jan  1 00:00:00 h p: m', 'Dec 31 23:59:58 h p: m', 'Jan  1 00:00:01 h p: m'];
  expect(read(days, 2025)).toEqual([
    '2025-12-31T23:59:59Z',
    '2026-01-01T00:00:00Z',
    '2025-12-31T23:59:58Z',
    '2026-01-01T00:00:01Z',
  ]);
});

it('knows which years have a 29 February', () => {
  expect(read(['Feb 29 10:00:00 h p: m'], 2025)).toEqual([undefined]);
  expect(read(['Feb 29 10:00:00 h p: m'], 2024)).toEqual(['2024-02-29T10:00:00Z']);
});

it('reads full timestamps without being told a year or zone', () => {
  const line = '2026-03-01T09:00:00.123456+08:00 h sshd[1]: m';
  expect(read([line])).toEqual(['2026-03-01T09:00:00.123456+08:00']);
});

it('answers undefined for what is no syslog line, no date, no time, or a date without a year', () => {
  const lines = ['', 'hello', 'Foo 10 10:00:00 h p: m', 'Dec 32 10:00:00 h p: m', 'Dec 10 25:00:00 h p: m'];
  expect(read(lines, 2025)).toEqual(lines.map(() => undefined));
  expect(read(['Dec 10 10:00:00 h p: m'])).toEqual([undefined]);
});
