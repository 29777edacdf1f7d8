import { parseArgs } from 'node:util';
import { isInstant } from '@tillwatch/events';
import { rules } from '@tillwatch/detection';
import { readSettings } from '@tillwatch/kernel';
import { connect, prepareRoles } from '@tillwatch/postgres';
import { backtest, type BacktestRequest } from '@tillwatch/read-models';
import { pino } from 'pino';
import { openStorage } from './storage.js';
import { why } from './why.js';

const usage = `npm run --silent backtest -- --rule R1 --from 2026-03-01T00:00:00Z --to 2026-03-08T00:00:00Z [--store s-1]... [--threshold 5]...
Rules / 规则: ${rules.map(({ id }) => id).join(', ')}`;

/**
 * `npm run backtest`: what a rule would have found in a past range, as NDJSON on standard output; nothing is appended. The
 * service may run meanwhile; its PostgreSQL is used then, and left running.
 */
const request = requestOf(process.argv.slice(2));
if (request) {
  await run(request).catch((error: unknown) => {
    console.error(why(error));
    process.exitCode = 2;
  });
} else {
  console.error(usage);
  process.exitCode = 2;
}

function requestOf(args: string[]): BacktestRequest | undefined {
  try {
    const text = { type: 'string' } as const;
    const many = { type: 'string', multiple: true } as const;
    const { values } = parseArgs({ args, options: { rule: text, from: text, to: text, store: many, threshold: many } });
    const { from = '', to = '', store, threshold } = values;
    const rule = rules.find(({ id }) => id === values.rule);
    const thresholds = threshold?.map(Number);
    const isPossible = thresholds?.every((count) => Number.isInteger(count) && count >= 1 && count <= 1_000) ?? true;
    if (!rule || !isPossible || !isInstant(from) || !isInstant(to) || Date.parse(from) >= Date.parse(to))
      return undefined;
    const span = { from: Date.parse(from), to: Date.parse(to) };
    return { rule, ...span, ...(store && { stores: store }), ...(thresholds && { thresholds }) };
  } catch {
    return undefined; // an option there is not
  }
}

async function run(wanted: BacktestRequest): Promise<void> {
  const storage = await openStorage(readSettings(process.env), pino({ level: 'warn' }, pino.destination(2)), true);
  try {
    const url = await prepareRoles(storage.ownerUrl);
    const database = connect({ url, applicationName: 'tillwatch-backtest' });
    try {
      for await (const line of backtest(database, wanted)) console.log(JSON.stringify(line));
    } finally {
      await database.close();
    }
  } finally {
    await storage.stop();
  }
}
