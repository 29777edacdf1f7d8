import { readSettings } from '@tillwatch/kernel';
import { pino } from 'pino';
import { runDemo } from './demo.js';
import { start } from './start.js';
import { why } from './why.js';

/** `npm start`, and with `--demo` the same with a simulated fleet. Everything a person reads goes to standard output. */
const demo = process.argv.includes('--demo');
const settings = readSettings(process.env);
const log = pino(
  { level: demo && !process.env['TILLWATCH_LOG_LEVEL'] ? 'error' : settings.logLevel },
  pino.destination(2),
);

const running = await start(settings, log).catch((error: unknown) => {
  console.error(why(error));
  process.exit(1);
});
const { url, secrets } = running;
console.log(`Tillwatch answers at ${url}  (${running.storage}, data in ${settings.dataFolder})`);
console.log(`Console / 控制台: ${url}/#token=${secrets.adminToken}`);
if (secrets.fresh) {
  console.log(`Administrator token / 管理员令牌: ${secrets.adminToken}`);
  console.log(`Ingest token for terminals / 终端令牌: ${secrets.ingestToken}`);
  console.log(
    'Printed this once; kept in secrets.json in the data folder. / 仅显示一次，保存在数据目录的 secrets.json 中。',
  );
}

const ending = new AbortController();
let stopping: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopping ??= stop(signal);
  });
}
if (demo) await runDemo(running, ending.signal);

async function stop(signal: string): Promise<void> {
  console.log(`${signal}: finishing what was taken, then stopping. / 正在完成并停止。`);
  ending.abort();
  try {
    await running.stop();
    process.exit(0);
  } catch (error) {
    console.error(why(error));
    process.exit(1);
  }
}
