import { readSettings } from '@tillwatch/kernel';
import { pino } from 'pino';
import { demoSettings, runDemo } from './demo.js';
import { start, type Running } from './start.js';
import { why } from './why.js';

/** `npm start`, and with `--demo` the same with a simulated fleet. Everything a person reads goes to standard output. */
const demo = process.argv.includes('--demo');
const ending = new AbortController();
let stopping: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopping ??= stop(signal);
  });
}

const starting = startUp();
starting.catch(fail);
const running = await starting;
await stopping; // asked for while it started
announce(running);
if (demo) await runDemo(running, ending.signal);

async function startUp(): Promise<Running> {
  const settings = readSettings(process.env);
  const level = demo && !process.env['TILLWATCH_LOG_LEVEL'] ? 'error' : settings.logLevel;
  const log = pino({ level }, pino.destination(2));
  return start(demo ? await demoSettings(settings, process.env, log) : settings, log);
}

/** Tokens of the environment are known to whoever set them; those we made are printed once. */
function announce({ url, storage, dataFolder, secrets, setupCode }: Running): void {
  console.log(`Tillwatch answers at ${url}  (${storage}, data in ${dataFolder})`);
  const { adminToken, ingestToken } = secrets.made;
  console.log(`Console / 控制台: ${url}/${adminToken ? `#token=${adminToken}` : ''}`);
  if (setupCode) {
    console.log(
      `First administrator, once, within 24 hours / 首位管理员（一次性，24 小时内有效）: ${url}/setup#first=${setupCode}`,
    );
  }
  if (adminToken) console.log(`Administrator token / 管理员令牌: ${adminToken}`);
  if (ingestToken) console.log(`Ingest token for terminals / 终端令牌: ${ingestToken}`);
  if (!adminToken && !process.env['TILLWATCH_ADMIN_TOKEN']) {
    console.log('The tokens are in secrets.json in the data folder. / 令牌保存在数据目录的 secrets.json 中。');
  }
  if (adminToken ?? ingestToken) {
    console.log(
      'Printed this once; kept in secrets.json in the data folder. / 仅显示一次，保存在数据目录的 secrets.json 中。',
    );
  }
}

async function stop(signal: string): Promise<void> {
  console.log(`${signal}: finishing what was taken, then stopping. / 正在完成并停止。`);
  ending.abort();
  try {
    await (await starting).stop();
    process.exit(0);
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): never {
  console.error(why(error));
  process.exit(1);
}
