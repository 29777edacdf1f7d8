import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { isInstant } from '@tillwatch/events';
import { MAX_FILE_BYTES, ruleToTry, type Rule } from '@tillwatch/detection';
import { readSettings, readTextFile } from '@tillwatch/kernel';
import { connect, prepareRoles } from '@tillwatch/postgres';
import { backtest, loadRules, type BacktestRequest } from '@tillwatch/read-models';
import { pino } from 'pino';
import { openStorage } from './storage.js';
import { why } from './why.js';

const usage = `npm run --silent backtest -- --rule R1 --from 2026-03-01T00:00:00Z --to 2026-03-08T00:00:00Z [--store s-1]... [--threshold 5]...
npm run --silent backtest -- --sigma file.yml --from ... --to ...`;

interface Wanted extends Omit<BacktestRequest, 'rule'> {
  /** Id of one that is in force, ours or of TILLWATCH_RULES. */
  rule?: string;
  /** Path of a file with another one. */
  sigma?: string;
}

const settings = readSettings(process.env);
const log = pino({ level: 'warn' }, pino.destination(2));

/**
 * `npm run backtest`: what a rule would have found in a past range, as NDJSON on standard output; nothing is appended. The
 * service may run meanwhile; its PostgreSQL is used then, and left running. Exit status 2: nothing was tried.
 */
const wanted = wantedBy(process.argv.slice(2));
const rule = wanted && (await ruleOf(wanted));
if (wanted && rule) {
  await run({ ...wanted, rule }).catch((error: unknown) => {
    console.error(why(error));
    process.exitCode = 2;
  });
} else process.exitCode = 2;

function wantedBy(args: string[]): Wanted | undefined {
  try {
    const text = { type: 'string' } as const;
    const many = { type: 'string', multiple: true } as const;
    const options = { rule: text, sigma: text, from: text, to: text, store: many, threshold: many };
    const { from = '', to = '', store, threshold, rule, sigma } = parseArgs({ args, options }).values;
    const thresholds = threshold?.map(Number);
    const isPossible = thresholds?.every((count) => Number.isInteger(count) && count >= 1 && count <= 1_000) ?? true;
    const isSpan = isInstant(from) && isInstant(to) && Date.parse(from) < Date.parse(to);
    if (isPossible && isSpan && (rule === undefined) !== (sigma === undefined)) {
      const span = { from: Date.parse(from), to: Date.parse(to) };
      const which = rule === undefined ? { sigma: sigma! } : { rule };
      return { ...which, ...span, ...(store && { stores: store }), ...(thresholds && { thresholds }) };
    }
  } catch {
    // an option there is not
  }
  console.error(usage);
  return undefined;
}

async function ruleOf({ rule: id, sigma }: Wanted): Promise<Rule | undefined> {
  if (sigma !== undefined) return readRule(sigma);
  const { rules } = await loadRules(settings.rulesFolder, log);
  const known = rules.find((one) => one.id === id);
  if (!known) console.error(`${usage}\nRules / 规则: ${rules.map((one) => one.id).join(', ')}`);
  return known;
}

async function readRule(path: string): Promise<Rule | undefined> {
  const read = await readTextFile(path, MAX_FILE_BYTES);
  if ('fault' in read) {
    console.error(`${path}: ${read.fault}`);
    return undefined;
  }
  const { rule, problems } = ruleToTry(read.text, basename(path));
  for (const { line, message } of problems) console.error(`${path}:${line}: ${message.en} / ${message.zh}`);
  return rule;
}

async function run(request: BacktestRequest): Promise<void> {
  const storage = await openStorage(settings, log, true);
  try {
    const url = await prepareRoles(storage.ownerUrl);
    const database = connect({ url, applicationName: 'tillwatch-backtest' });
    try {
      for await (const line of backtest(database, request)) console.log(JSON.stringify(line));
    } finally {
      await database.close();
    }
  } finally {
    await storage.stop();
  }
}
