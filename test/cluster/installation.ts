import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createTopics, type KafkaConnection, topicSpecs } from '@tillwatch/kafka';
import { silentLog } from '@tillwatch/kernel';
import { createTestDatabase, type TestDatabase } from '@tillwatch/testing';

export const adminToken = 'cluster-administrator';
export const ingestToken = 'cluster-terminals';

const readyMs = 120_000;

/** An app in a process of its own. */
export interface App {
  url: string;
  child: ChildProcess;
  /** Everything it wrote. */
  output(): string;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Asks it to end; resolves to its exit status. */
  stop(): Promise<number | null>;
}

/**
 * Everything outside: a PostgreSQL database for the read models, another behind a server that speaks EventStoreDB's
 * protocol, topics of its own on a real Kafka. Apps run from `dist`, as processes, with environment variables alone.
 */
export class Installation {
  readonly prefix: string;
  readonly connection: KafkaConnection;
  readonly database: TestDatabase;
  private readonly logDatabase: TestDatabase;
  private readonly logServer: App;
  private readonly apps = new Set<App>();

  private constructor(
    parts: Pick<Installation, 'prefix' | 'connection' | 'database'>,
    logDatabase: TestDatabase,
    logServer: App,
  ) {
    this.prefix = parts.prefix;
    this.connection = parts.connection;
    this.database = parts.database;
    this.logDatabase = logDatabase;
    this.logServer = logServer;
  }

  static async prepare(brokers: readonly string[]): Promise<Installation> {
    const prefix = `test-${randomUUID()}-`;
    const connection = { brokers: [...brokers], clientId: 'cluster-test' };
    const specs = topicSpecs.map((spec) => ({ ...spec, name: prefix + spec.name }));
    await createTopics(connection, specs, silentLog);
    const [database, logDatabase] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    const logServer = await launch('libs/testing/dist/eventstoredb/main.js', /(esdb:\S+)/, {
      EVENTSTOREDB_DATABASE_URL: logDatabase.url,
    });
    return new Installation({ prefix, connection, database }, logDatabase, logServer);
  }

  get eventStoreUrl(): string {
    return this.logServer.url;
  }

  startCompliance(): Promise<App> {
    return this.start('apps/compliance/dist/main.js');
  }

  startReporting(): Promise<App> {
    return this.start('apps/reporting/dist/main.js');
  }

  /** The settings every app is given. */
  settings(): Record<string, string> {
    return {
      TILLWATCH_DATABASE_URL: this.database.url,
      TILLWATCH_EVENTSTORE_URL: this.eventStoreUrl,
      TILLWATCH_KAFKA_BROKERS: this.connection.brokers.join(','),
      TILLWATCH_KAFKA_PREFIX: this.prefix,
      TILLWATCH_ADMIN_TOKEN: adminToken,
      TILLWATCH_INGEST_TOKEN: ingestToken,
      TILLWATCH_SECRET: 'cluster-secret',
      TILLWATCH_PORT: '0',
    };
  }

  /** Ends whatever of it runs, and removes its databases. */
  async close(): Promise<void> {
    await Promise.all([...this.apps].map((app) => app.kill()));
    await this.logServer.kill();
    await this.database.drop();
    await this.logDatabase.drop();
  }

  private async start(program: string): Promise<App> {
    const app = await launch(program, /"url":"(http:[^"]+)"/, this.settings());
    this.apps.add(app);
    return app;
  }
}

/** Runs a built program and waits for the line that says where it answers. Throws with what it wrote when it ends first. */
async function launch(program: string, answers: RegExp, settings: Record<string, string>): Promise<App> {
  const file = fileURLToPath(new URL(`../../${program}`, import.meta.url));
  const inherited = Object.entries(process.env).filter(([name]) => !/^(TILLWATCH_|NODE_OPTIONS)/.test(name));
  const child = spawn('node', ['--enable-source-maps', file], {
    env: { ...Object.fromEntries(inherited), ...settings },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let text = '';
  const gone = once(child, 'exit').then(() => {});
  const answered = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => {
        text += `${line}\n`;
        const url = answers.exec(line)?.[1];
        if (url) resolve(url);
      });
    }
    const late = setTimeout(() => reject(new Error(`${program} did not answer.\n${text}`)), readyMs);
    void gone.then(() => {
      clearTimeout(late);
      reject(new Error(`${program} ended before it answered.\n${text}`));
    });
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
  };
  try {
    return {
      url: await answered,
      child,
      output: () => text,
      kill: () => end('SIGKILL'),
      stop: () => end('SIGTERM').then(() => child.exitCode),
    };
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
}
