import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { open, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { defaultKafkaVersion, fetchKafka } from './kafka-jars.js';
import { type BrokerAccount, type BrokerKeys, type BrokerPorts, brokerProperties } from './kafka-properties.js';

const run = promisify(execFile);
/** A loaded machine with two cores needs about 10 s. */
const START_MS = 90_000;
const STOP_MS = 15_000;
const JAVA = ['-Xmx400m', '-XX:+UseSerialGC', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'];

export interface KafkaOptions {
  /** Default: the one infra/kafka/pom.xml names. */
  version?: string;
  /** Adds a listener with TLS on which only this account gets in. */
  account?: BrokerAccount;
  properties?: Record<string, string>;
  /** Default: one that the system gives; a taken port is an error. */
  port?: number;
  /** The port that clients are told to connect to, of a proxy in front. */
  advertise?: number;
}

/** A real Apache Kafka of one node, in a process and a folder of its own. */
export interface KafkaBroker {
  version: string;
  /** For `KafkaConnection.brokers`. */
  brokers: string[];
  /** Where it listens itself, whatever it advertises. */
  port: number;
  /** The listener with TLS and SASL, and the certificate that it shows; only with `account`. */
  secure?: { brokers: string[]; ca: string };
  /** Where partitions lie, as `<topic>-<partition>/00000000000000000000.log`. */
  folder: string;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGSTOP and SIGCONT: connections stay open and nothing answers. */
  freeze(): void;
  thaw(): void;
  /** Starts again on the same ports and data, after ending what runs. */
  restart(): Promise<void>;
  /** Ends it in order and deletes its data. */
  stop(): Promise<void>;
}

/** Starts a broker; resolves when it answers. Rejects with the end of its output when it does not. */
export async function startKafka(options: KafkaOptions = {}): Promise<KafkaBroker> {
  const version = options.version ?? (await defaultKafkaVersion());
  const jars = `${await fetchKafka(version)}/*`;
  const home = await mkdtemp(join(tmpdir(), 'tillwatch-kafka-'));
  const folder = join(home, 'data');
  const ports = { plain: options.port ?? (await freePort()), controller: await freePort(), secure: await freePort() };
  const secure = options.account && { account: options.account, ...(await makeKeys(home)) };
  const file = join(home, 'kafka.properties');
  const setup = { folder, ports, advertised: options.advertise ?? ports.plain, more: options.properties ?? {} };
  await writeFile(file, brokerProperties(secure ? { ...setup, secure } : setup), { mode: 0o600 });
  await format(jars, file, options.account);

  let child = await launch(jars, file, home, ports);
  const end = (signal: NodeJS.Signals) => endProcess(child, signal);
  return {
    version,
    brokers: [`127.0.0.1:${setup.advertised}`],
    port: ports.plain,
    ...(secure && { secure: { brokers: [`127.0.0.1:${ports.secure}`], ca: secure.certificate } }),
    folder,
    kill: () => end('SIGKILL'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async restart() {
      await end('SIGTERM');
      child = await launch(jars, file, home, ports);
    },
    async stop() {
      await end('SIGTERM');
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function format(jars: string, file: string, account?: BrokerAccount): Promise<void> {
  const cluster = randomBytes(16).toString('base64url').replace(/^-/, '_'); // a leading dash would be read as an option
  const scram = (['SCRAM-SHA-512', 'SCRAM-SHA-256'] as const).flatMap((mechanism) =>
    account ? ['--add-scram', `${mechanism}=[name=${account.username},password=${account.password}]`] : [],
  );
  const tool = ['-XX:TieredStopAtLevel=1', '-cp', jars, 'kafka.tools.StorageTool', 'format'];
  await run('java', [...JAVA, ...tool, '-t', cluster, '-c', file, ...scram], { timeout: START_MS });
}

async function launch(jars: string, file: string, home: string, ports: BrokerPorts): Promise<ChildProcess> {
  const log = join(home, 'broker.log');
  const output = await open(log, 'a');
  const child = spawn('java', [...JAVA, '-cp', jars, 'kafka.Kafka', file], {
    cwd: home,
    stdio: ['ignore', output.fd, output.fd],
  });
  const failure = once(child, 'error').then(([error]: unknown[]) => error as Error);
  await output.close();
  endWithUs(child);
  const deadline = Date.now() + START_MS;
  while (!(await answers(ports.plain))) {
    const error = await Promise.race([failure, sleep(50)]);
    if (child.exitCode === null && child.signalCode === null && !error && Date.now() < deadline) continue;
    if (!error) await endProcess(child, 'SIGKILL');
    const said = (await readFile(log, 'utf8')).slice(-4000);
    throw new Error(`Kafka does not start: ${said}`, { cause: error });
  }
  return child;
}

/** Java would outlive a killed test run. The guard hears of our end, whatever it is, because its input ends with us. */
function endWithUs(child: ChildProcess): void {
  if (child.pid === undefined) return;
  const guard = spawn('sh', ['-c', 'cat; kill -KILL "$0"', String(child.pid)], { stdio: ['pipe', 'ignore', 'ignore'] });
  child.once('exit', () => guard.kill('SIGKILL'));
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGCONT'); // a frozen one would not hear SIGTERM
  child.kill(signal);
  const hard = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(hard);
}

/** Whether somebody on the port answers a Kafka request (ApiVersions, version 0, without a client id) within a second. */
function answers(port: number): Promise<boolean> {
  const request = Buffer.from('0000000a' + '0012' + '0000' + '00000001' + 'ffff', 'hex');
  const socket = connect(port, '127.0.0.1');
  return new Promise<boolean>((resolve) => {
    socket.setTimeout(1000, () => resolve(false));
    socket.once('connect', () => socket.write(request));
    socket.once('data', () => resolve(true));
    socket.once('close', () => resolve(false));
    socket.once('error', () => resolve(false));
  }).finally(() => socket.destroy());
}

/** A key and a certificate for 127.0.0.1 that is its own authority, by Java's own tool. */
async function makeKeys(home: string): Promise<{ keys: BrokerKeys; certificate: string }> {
  const keys = { keystore: join(home, 'broker.p12'), password: randomBytes(12).toString('hex') };
  const store = ['-alias', 'broker', '-keystore', keys.keystore, '-storepass', keys.password];
  const names = ['-dname', 'CN=tillwatch-test', '-ext', 'san=ip:127.0.0.1,dns:localhost', '-ext', 'bc:c=ca:true'];
  await run('keytool', ['-genkeypair', '-keyalg', 'EC', '-storetype', 'PKCS12', '-validity', '30', ...store, ...names]);
  const { stdout } = await run('keytool', ['-exportcert', '-rfc', ...store]);
  return { keys, certificate: stdout };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
