import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '@tillwatch/detection';
import { seededRandom, type Random } from '../fleet/random.js';
import { importedObservations, standingAfter } from '../scenarios/judged.fixture.js';
import { openImport } from './import-log.js';
import { openssh } from './openssh.js';
import { plainTruth, type PlainAlert } from './plain-truth.fixture.js';

/** R3 is compared from the day there is a plain computation of it. */
const compared = Object.keys(plainTruth);

const ordered = (alerts: readonly PlainAlert[]): string[] => alerts.map((alert) => JSON.stringify(alert)).sort();

function byEngine(log: string, batchSize: number): PlainAlert[] {
  const importer = openImport(openssh, { year: 2025, zone: '+00:00' });
  const events = importedObservations(log.split('\n').flatMap((line) => importer.read(line)));
  const batches = [];
  for (let from = 0; from < events.length; from += batchSize) batches.push(events.slice(from, from + batchSize));
  return standingAfter(batches).flatMap(({ rule, key, finding }) => {
    const { severity, count, firstAt, lastAt } = finding;
    if (!compared.includes(rule)) return [];
    return [{ rule, key, severity, count, firstAt: firstAt / 1_000, lastAt: lastAt / 1_000 }];
  });
}

const byHand = (log: string): PlainAlert[] => compared.flatMap((rule) => plainTruth[rule]!(log));

const accounts = ['root', 'alice', 'bob', 'carol', 'dave', 'git'];
const strangers = ['admin', 'oracle', 'test', 'pi', 'guest'];
const addresses = ['198.51.100.4', '198.51.100.9', '203.0.113.7', '203.0.113.8', '192.0.2.10'];
/** Around every limit that a rule has: within a burst, five seconds, ten minutes and just over. */
const pauses = [1, 2, 5, 6, 30, 75, 120, 599, 600, 601, 3_600];

/** A log as sshd writes it, over a few days: bursts of failures, strangers, folded lines, logins, lines of no interest. */
function generatedLog(seed: number, bursts: number): string {
  const random = seededRandom(`auth.log/${seed}`);
  const lines: string[] = [];
  let at = Date.UTC(2025, 11, 10, 6);
  for (let burst = 0; burst < bursts; burst++) {
    const user = random.pick(accounts);
    const address = random.pick(addresses);
    const pause = random.pick(pauses);
    for (let left = random.between(1, 12); left > 0; left--) {
      at += 1_000 * (random.chance(0.8) ? pause : random.pick(pauses));
      lines.push(line(at, burst, attempt(random, user, random.chance(0.85) ? address : random.pick(addresses))));
      if (random.chance(0.1)) lines.push(line(at, burst, 'Received disconnect from 192.0.2.1: 11: Bye Bye [preauth]'));
    }
  }
  return lines.map((text) => `${text}\n`).join('');
}

function attempt(random: Random, user: string, address: string): string {
  const port = random.between(1_024, 65_535);
  const from = `from ${address} port ${port} ssh2`;
  if (random.chance(0.08)) return `Accepted password for ${user} ${from}`;
  if (random.chance(0.2)) return `Failed password for invalid user ${random.pick(strangers)} ${from}`;
  const failed = `Failed password for ${user} ${from}`;
  return random.chance(0.05) ? `message repeated ${random.between(1, 6)} times: [ ${failed}]` : failed;
}

function line(at: number, pid: number, message: string): string {
  const [, day, clock] = /^\d{4}-12-(\d\d)T([\d:]{8})/.exec(new Date(at).toISOString())!;
  return `Dec ${day} ${clock} gate sshd[${1_000 + pid}]: ${message}`;
}

it.each([1, 2, 3, 4, 5])('raises over a generated log exactly what plain counting finds (seed %i)', (seed) => {
  const log = generatedLog(seed, 60);
  const truth = ordered(byHand(log));
  for (const rule of compared) expect([rule, truth.some((alert) => alert.includes(`"${rule}"`))]).toEqual([rule, true]);
  expect(ordered(byEngine(log, 1_000))).toEqual(truth);
  expect(ordered(byEngine(log, 7))).toEqual(truth);
});

it('would see it if a rule counted otherwise', () => {
  const log = generatedLog(1, 60);
  const one = byHand(log);
  expect(ordered(byEngine(log.replace(/^.*Failed password for root.*\n/gm, ''), 1_000))).not.toEqual(ordered(one));
});

it('compares rules that there are', () => {
  const known = rules.map(({ id }) => id);
  for (const rule of compared) expect(known).toContain(rule);
});

it('raises over the OpenSSH log of Loghub exactly what plain counting finds, when it is here', () => {
  const folders = [process.env['TILLWATCH_SAMPLE_LOGS'], join(import.meta.dirname, '../../../../../shared/data')];
  const file = folders.flatMap((folder) => (folder ? [join(folder, 'OpenSSH_2k.log')] : [])).find(existsSync);
  if (!file) {
    process.stderr.write('OpenSSH_2k.log is not here (TILLWATCH_SAMPLE_LOGS names its folder): not tried.\n');
    return;
  }
  const log = readFileSync(file, 'utf8');
  const truth = ordered(byHand(log));
  expect(truth.length).toBeGreaterThan(5);
  expect(ordered(byEngine(log, 1_000))).toEqual(truth);
});
