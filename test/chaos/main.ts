import { parseArgs } from 'node:util';
import { killAgents } from './kill-agents.ts';
import { type ChaosReport, runChaos } from './run-chaos.ts';

/**
 * `npm run chaos -- --kills 50 --seed 1 [--json] [--negative-control]`: exit status 1 when anything was lost, doubled or
 * wrong. With `--negative-control` a product that acknowledges too early is tested, so 1 is what must come out.
 * `--agents`: a terminal's agent is killed instead.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    'negative-control': { type: 'boolean', default: false },
    agents: { type: 'boolean', default: false },
  },
});
const kills = wholeNumber('kills', values.kills, 1, 10_000);
const seed = wholeNumber('seed', values.seed, 0, 2 ** 32 - 1);
const mostShown = 10;

if (values.agents) process.exit(await agents());

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());

const report = await runChaos({
  kills,
  seed,
  negativeControl: values['negative-control'],
  interrupted: interrupted.signal,
  onProgress: (count, acknowledged) =>
    console.error(`${count}/${kills} kills, ${acknowledged} acknowledged / 次强杀，已确认事件`),
});
const failed = Object.values(report.violations).some((found) => found.length > 0);
if (values.json) console.log(JSON.stringify({ seed, passed: !failed, ...report }));
else print(report);
process.exitCode = failed ? 1 : 0;

async function agents(): Promise<number> {
  const onProgress = (count: number, told: number): void =>
    console.error(`${count}/${kills} kills, ${told} told / 次强杀，已告知事件`);
  const negativeControl = values['negative-control'];
  const found = await killAgents({ kills, seed, negativeControl, ...(!values.json && { onProgress }) });
  const passed = Object.values(found.violations).every((wrong) => wrong.length === 0);
  console.log(JSON.stringify({ seed, passed, ...found }, undefined, values.json ? 0 : 2));
  return passed ? 0 : 1;
}

function print({ violations, ...figures }: ChaosReport): void {
  const recovery = figures.recoveriesMs.toSorted((one, other) => one - other).map(Math.round);
  const median = recovery[Math.floor(recovery.length / 2)];
  console.log(`kills / 强杀次数: ${figures.kills} (PostgreSQL too / 含数据库: ${figures.withPostgres}, \
while starting / 启动中: ${figures.whileStarting})`);
  console.log(`events acknowledged / 已确认事件: ${figures.acknowledged}`);
  console.log(`duplicates answered / 重复应答: ${figures.duplicates}`);
  console.log(`ready after / 恢复就绪 ms: min ${recovery[0]}, median ${median}, max ${recovery.at(-1)}`);
  for (const [check, found] of Object.entries(violations)) {
    console.log(`${check}: ${found.length === 0 ? 'ok / 通过' : `${found.length} violations / 处违反`}`);
    for (const violation of found.slice(0, mostShown)) console.log(`  ${violation}`);
  }
  console.log(failed ? `FAILED with seed ${seed} / 失败，种子 ${seed}` : `passed, seed ${seed} / 通过`);
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  console.error(`--${name}: ${least}..${most}`);
  process.exit(2);
}
