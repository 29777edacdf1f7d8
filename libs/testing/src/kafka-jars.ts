import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const pom = fileURLToPath(new URL('../../../infra/kafka/pom.xml', import.meta.url));

/** The version that infra/kafka/pom.xml names. */
export async function defaultKafkaVersion(): Promise<string> {
  const version = /<kafka\.version>([^<]+)</.exec(await readFile(pom, 'utf8'))?.[1];
  if (!version) throw new Error(`${pom} names no kafka.version.`);
  return version;
}

/** The folder with the jars of one Kafka, fetched by Maven at the first call and kept in the user's cache. */
export async function fetchKafka(version: string): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'tillwatch', 'kafka');
  const folder = join(cache, version);
  if (existsSync(folder)) return folder;
  const arriving = join(cache, `.${version}-${process.pid}`);
  await mkdir(arriving, { recursive: true });
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${arriving}`, `-Dkafka.version=${version}`];
  try {
    await run('mvn', ['-q', '-B', '-f', pom, ...goal], { maxBuffer: 1 << 24 });
    await rename(arriving, folder);
  } catch (error) {
    await rm(arriving, { recursive: true, force: true });
    if (existsSync(folder)) return folder; // somebody else fetched it meanwhile
    throw new Error(`Maven could not fetch Kafka ${version}; it needs Maven and Java 17.`, { cause: error });
  }
  return folder;
}
