import { migrations } from '@tillwatch/compliance';
import { type Log, readSettings, type Settings } from '@tillwatch/kernel';
import { connect, migrate, prepareRoles } from '@tillwatch/postgres';
import { type ReadModel, readModels, rebuild, type RebuildReport } from '@tillwatch/read-models';
import { pino } from 'pino';
import { openStorage } from './storage.js';
import { why } from './why.js';

/**
 * `npm run rebuild -- <read model>`: makes its rows again from the log, beside the live ones, compares and swaps. The
 * service may run meanwhile; its PostgreSQL is used then, and left running. Exit status 1 when the rows were not equal.
 */
const [name] = process.argv.slice(2);
const readModel = readModels.find((known) => known.name === name);
if (readModel) {
  const log = pino({ level: 'warn' }, pino.destination(2));
  await run(readModel, readSettings(process.env), log).then(print, (error: unknown) => {
    console.error(why(error));
    process.exitCode = 2;
  });
} else {
  console.error(`Which read model? / 请指定读模型: ${readModels.map((known) => known.name).join(', ')}`);
  process.exitCode = 2;
}

async function run(model: ReadModel, settings: Settings, log: Log): Promise<RebuildReport> {
  const storage = await openStorage(settings, log, true);
  try {
    const appUrl = await prepareRoles(storage.ownerUrl);
    await migrate(storage.ownerUrl, migrations, log);
    const database = connect({ url: appUrl, tenant: 'default', applicationName: 'tillwatch-rebuild' });
    return await rebuild(database, model).finally(() => database.close());
  } finally {
    await storage.stop();
  }
}

function print({ events, seconds, digestBefore, digestAfter, equal }: RebuildReport): void {
  console.log(`${name}: ${events} events replayed in ${seconds.toFixed(1)} s / 已重放事件`);
  console.log(`before / 之前 ${digestBefore ?? 'none'}`);
  console.log(`after  / 之后 ${digestAfter}`);
  console.log(
    equal ? 'equal, byte for byte / 逐字节一致' : 'NOT equal; the rebuilt rows are live / 不一致，已启用重建结果',
  );
  process.exitCode = equal ? 0 : 1;
}
