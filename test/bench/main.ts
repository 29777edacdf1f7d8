import { parseArgs } from 'node:util';
import type { Figure } from './benchmark.ts';
import { benchmarks } from './benchmarks.ts';
import { meetsFloor, type Result, resultOf } from './result.ts';
import { type Servers, startServers } from './servers.ts';
import { table } from './table.ts';

/**
 * `npm run bench`: measures what docs/performance.md describes. Standard output holds the table (or the JSON) alone.
 * Exit status 1 when a benchmark could not run, or with `--enforce` when a floor was missed; 2 for a wrong option.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    scale: { type: 'string', default: '1' },
    enforce: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const names = benchmarks.flatMap(({ figures }) => figures.map(({ name }) => name));
const wanted = new Set(options.only?.split(',') ?? names);
const rounds = Number(options.rounds);
const scale = Number(options.scale);
const unknown = [...wanted].filter((name) => !names.includes(name));
if (unknown.length > 0) refuse(`There is no ${unknown.join(', ')}; choose from ${names.join(', ')}.`);
if (!Number.isInteger(rounds) || rounds < 1) refuse('--rounds must be a positive integer.');
if (!(scale > 0 && scale <= 10)) refuse('--scale must be above 0 and at most 10.');

const say = (text: string): void => console.error(text);
const starting = startServers({ ...(options.profile && { profileFolder: options.profile }) });
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted = true;
    say(`${signal}: stopping what was started.`);
    void starting.then((servers) => servers.stop()).finally(() => process.exit(1));
  });
}
let failed = false;
const servers = await starting;
const lines = await runAll(servers).finally(() => servers.stop());
if (interrupted) await new Promise(() => {}); // the signal's handler ends the process
console.log(options.json ? JSON.stringify({ results: lines.map(({ result }) => result) }) : table(lines));
const missed = lines.some(({ figure, result }) => meetsFloor(figure, result) === false);
process.exit(failed || (options.enforce && missed) ? 1 : 0);

async function runAll(servers: Servers): Promise<{ figure: Figure; result: Result }[]> {
  const lines: { figure: Figure; result: Result }[] = [];
  for (const benchmark of benchmarks) {
    const figures = benchmark.figures.filter(({ name }) => wanted.has(name));
    if (figures.length === 0 || interrupted) continue;
    say(`${figures.map(({ name }) => name).join(', ')}: 1 round to warm up, ${rounds} that count`);
    try {
      const measured = await benchmark.run({ servers, rounds, scale, say });
      for (const figure of figures) {
        lines.push({ figure, result: resultOf(figure, measured[figure.name]!) });
        say(
          `  ${figure.name}: ${measured[figure.name]!.map(({ value, reference }) => ratioText(value, reference)).join(', ')}`,
        );
      }
    } catch (error) {
      failed = true;
      if (interrupted) continue;
      say(`  could not run: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return lines;
}

/** One round, so that the spread can be seen. */
function ratioText(value: number, reference: number): string {
  return `${value.toPrecision(4)} / ${reference.toPrecision(4)}`;
}

function refuse(reason: string): never {
  console.error(reason);
  process.exit(2);
}
