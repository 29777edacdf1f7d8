import { parseEvents } from '@tillwatch/events';
import { sha256Hex } from '@tillwatch/kernel';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { batchBody, type JournalEntry } from '../journal/journal.js';
import { importRules, openImport, sumOf, type LogImporter } from './import-log.js';
import { openssh } from './openssh.js';

const failed = (address: string, second: number): string =>
  `Dec 10 07:00:0${second} shop-7 sshd[411]: Failed password for root from ${address} port 4022 ssh2`;
const small = [failed('203.0.113.7', 1), failed('198.51.100.9', 2), '', failed('203.0.113.7', 3), 'what is this'];

function importAll(lines: readonly string[]): LogImporter & { entries: JournalEntry[] } {
  const importer = openImport(openssh, { year: 2025, zone: '+08:00' });
  return { ...importer, entries: lines.flatMap((line) => importer.read(line)) };
}

/** What intake would refuse, or keep without understanding it. */
function refused(entries: readonly JournalEntry[]): unknown[] {
  const parsed = parseEvents(batchBody(entries.map(({ text }) => text)), 'batch');
  return parsed.ok ? parsed.value.filter((item) => !item.ok || !item.mapped) : [parsed.error];
}

it('writes events that intake accepts, whatever somebody typed or called a host', () => {
  const names = [' 0101', 'x'.repeat(400), '王芳', '\u202e\u0007', '{"password":"x"}', '../..'];
  const lines = names.map((name) => failed('2001:db8::7', 1).replace('for root', `for invalid user ${name}`));
  const strangeHost = failed(`${'a'.repeat(80)}.example`, 2).replace('shop-7', `-${'s'.repeat(90)}`);
  const { entries } = importAll([...lines, strangeHost]);
  expect(entries).toHaveLength(names.length + 1);
  expect(refused(entries)).toEqual([]);
});

it('keeps a journal per terminal, in the order of the file', () => {
  const { entries } = importAll(small);
  expect(entries.map(({ event }) => [event.source, event.sequence])).toEqual([
    ['/terminals/203.0.113.7', '1'],
    ['/terminals/198.51.100.9', '1'],
    ['/terminals/203.0.113.7', '2'],
  ]);
  expect(entries[2]!.event.prevhash).toBe(sha256Hex(entries[0]!.text));
  expect(entries[0]!.event.storeid).toBe('shop-7');
});

it('gives the same events again, and the same beginning when the file has grown', () => {
  const texts = (lines: readonly string[]): string[] => importAll(lines).entries.map(({ text }) => text);
  expect(texts(small)).toEqual(texts(small));
  expect(texts([...small, failed('203.0.113.7', 5)]).slice(0, 3)).toEqual(texts(small));
  expect(texts(small.map((line) => `${line}\r`))).toEqual(texts(small));
});

it('gives the events of a rotated file, which begins later, a later epoch', () => {
  const epochOf = (lines: readonly string[]): number => importAll(lines).entries[0]!.event.epoch;
  expect(epochOf(small.slice(3))).toBeGreaterThan(epochOf(small));
});

it('counts every line once and reports the unreadable ones by number', () => {
  const { summary } = importAll([...small, 'x'.repeat(70_000)]);
  expect(summary).toMatchObject({ lines: 6, events: 3, unmapped: 2 });
  expect(summary.reports.map(({ line }) => line)).toEqual([5, 6]);
  expect(summary.mapped).toEqual(new Map([['failed', 3]]));
  expect(summary.ignored).toEqual(new Map([['blank', 1]]));
});

describe('the OpenSSH log of Loghub', () => {
  const folders = [process.env['TILLWATCH_SAMPLE_LOGS'], join(import.meta.dirname, '../../../../../shared/data')];
  const file = folders.flatMap((folder) => (folder ? [join(folder, 'OpenSSH_2k.log')] : [])).find(existsSync);

  it('is imported with no line dropped, when it is here', () => {
    if (!file) {
      process.stderr.write('OpenSSH_2k.log is not here (TILLWATCH_SAMPLE_LOGS names its folder): not tried.\n');
      return;
    }
    const lines = readFileSync(file, 'utf8').split('\n');
    const { summary, entries } = importAll(lines);
    expect(summary.lines).toBe(2_000);
    expect(sumOf(summary.mapped) + sumOf(summary.ignored) + summary.unmapped).toBe(2_000);
    expect(summary.reports).toEqual([]);
    const named = new Set(importRules(openssh).map(({ name }) => name));
    for (const rule of [...summary.mapped.keys(), ...summary.ignored.keys()]) expect(named).toContain(rule);
    // Counted another way: plain failures, and twice five folded ones.
    const plain = lines.filter((line) => line.includes(']: Failed ')).length;
    const ofType = (name: string) => entries.filter(({ event }) => event.type === `tillwatch.${name}.v1`).length;
    expect([ofType('LoginFailed'), ofType('LoginSucceeded'), ofType('LoggedOut')]).toEqual([plain + 10, 1, 1]);
    expect(refused(entries)).toEqual([]);
    expect(new Set(entries.map(({ event }) => event.id)).size).toBe(entries.length);
  });
});
