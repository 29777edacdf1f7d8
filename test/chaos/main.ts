import { parseArgs } from 'node:util';
import { type ChaosReport, runChaos } from './run-chaos.ts';
import type { Scenario, ScenarioReport, Violations } from './scenario.ts';
import { scenarios } from './scenarios.ts';

/**
 * `npm run chaos -- --kills 50 --seed 1 [--json] [--negative-control]`: exit status 1 when anything was lost, doubled or
 * wrong. With `--negative-control` a product that acknowledges too early is tested, so 1 is what must come out.
 * `npm run chaos -- --scenario cut-replies [--count n] [--seed n] [--json]`: another kind of fault, see scenarios.ts.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    'negative-control': { type: 'boolean', default: false },
    scenario: { type: 'string', default: 'kills' },
    count: { type: 'string' },
  },
});
const kills = wholeNumber('kills', values.kills, 1, 10_000);
const seed = wholeNumber('seed', values.seed, 0, 2 ** 32 - 1);
const mostShown = 10;

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());

const scenario = scenarios.find(({ name }) => name === values.scenario);
if (!scenario && values.scenario !== 'kills') {
  console.error(`--scenario: kills, ${scenarios.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
process.exitCode = (await (scenario ? runScenario(scenario) : runKills())) ? 0 : 1;

async function runKills(): Promise<boolean> {
  const report = await runChaos({
    kills,
    seed,
    negativeControl: values['negative-control'],
    interrupted: interrupted.signal,
    onProgress: (count, acknowledged) =>
      console.error(`${count}/${kills} kills, ${acknowledged} acknowledged / 次强杀，已确认事件`),
  });
  const passed = held(report.violations);
  if (values.json) console.log(JSON.stringify({ seed, passed, ...report }));
  else print(report);
  return passed;
}

async function runScenario({ name, counts, usual, run }: Scenario): Promise<boolean> {
  const count = wholeNumber('count', values.count ?? String(usual), 1, 1_000_000);
  const report: ScenarioReport = await run({
    count,
    seed,
    negativeControl: values['negative-control'],
    interrupted: interrupted.signal,
    onProgress: (done, acknowledged) =>
      console.error(`${name}: ${done}/${count} ${counts.en}, ${acknowledged} acknowledged / ${counts.zh}，已确认事件`),
  });
  const passed = held(report.violations);
  if (values.json) console.log(JSON.stringify({ scenario: name, seed, passed, ...report }));
  else {
    for (const [figure, value] of Object.entries(report.figures)) console.log(`${figure}: ${value}`);
    printChecks(report.violations);
  }
  return passed;
}

function held(violations: Violations): boolean {
  return Object.values(violations).every((found) => found.length === 0);
}

function print({ violations, ...figures }: ChaosReport): void {
  const recovery = figures.recoveriesMs.toSorted((one, other) => one - other).map(Math.round);
  const median = recovery[Math.floor(recovery.length / 2)];
  console.log(`kills / 强杀次数: ${figures.kills} (PostgreSQL too / 含数据库: ${figures.withPostgres}, \
while starting / 启动中: ${figures.whileStarting})`);
  console.log(`events acknowledged / 已确认事件: ${figures.acknowledged}`);
  console.log(`duplicates answered / 重复应答: ${figures.duplicates}`);
  console.log(`ready after / 恢复就绪 ms: min ${recovery[0]}, median ${median}, max ${recovery.at(-1)}`);
  printChecks(violations);
}

function printChecks(violations: Violations): void {
  for (const [check, found] of Object.entries(violations)) {
    console.log(`${check}: ${found.length === 0 ? 'ok / 通过' : `${found.length} violations / 处违反`}`);
    for (const violation of found.slice(0, mostShown)) console.log(`  ${violation}`);
  }
  console.log(held(violations) ? `passed, seed ${seed} / 通过` : `FAILED with seed ${seed} / 失败，种子 ${seed}`);
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  console.error(`--${name}: ${least}..${most}`);
  process.exit(2);
}
