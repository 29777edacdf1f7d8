import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { IStreamsServer } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { eventLogMigrations } from '@tillwatch/event-store';
import { silentLog } from '@tillwatch/kernel';
import { connect, migrate } from '@tillwatch/postgres';
import { append } from './append.js';
import { BatchAppend } from './batch-append.js';
import { deleteStream, tombstoneStream } from './delete.js';
import { gossipRead, supportedMethods } from './discovery.js';
import { type AppendFault, type Credentials, Faults } from './faults.js';
import { type CallCounts, ServerNode } from './node.js';
import { GossipService, ServerFeaturesService, StreamsService } from './protocol.js';
import { read } from './read.js';
import { selfSigned } from './self-signed.js';
import { ServerLog } from './server-log.js';

export interface EventStoreDbOptions {
  /** A database of its own, as its owner: the log is kept there, so a server started again has the same one. */
  databaseUrl: string;
  port?: number;
  /** With TLS: calls must carry these. */
  credentials?: Credentials;
  tls?: boolean;
  /** Of one append; default as the real one, 1 MiB. */
  maxAppendBytes?: number;
  /** A record of the server's own before every n-th append; default 3, 0 for none. */
  statisticsEvery?: number;
}

/** A running server, and what a test may do to it. */
export interface EventStoreDb {
  /** `esdb://…`, with the credentials it wants. */
  url: string;
  port: number;
  /** PEM; what a client must trust when the server has TLS. */
  certificate?: string;
  counts: CallCounts;
  /** What becomes of the next appends, in order. */
  failAppends(...faults: AppendFault[]): void;
  setLateMs(ms: number): void;
  /** The next `count` calls that want the leader are told to ask elsewhere, which is here. */
  beNotLeader(count: number): void;
  exceedDeadlines(count: number): void;
  timeOutReads(count: number): void;
  /** Open subscriptions say nothing any more, and do not end. With `forNew` nor do those that are opened from now on. */
  silenceSubscriptions(forNew?: boolean): void;
  /** New subscriptions speak again. */
  unsilence(): void;
  /** Cuts every connection; new ones are taken. */
  dropConnections(): void;
  writeSystemEvents(count: number): Promise<void>;
  /** Appends that wait to fail. */
  faultsLeft(): number;
  stop(): Promise<void>;
}

/** gRPC does not take an address where TLS wants a name. */
const TLS_HOST = 'localhost';
const DEFAULT_MAX_APPEND_BYTES = 1_048_576;

/** Speaks EventStoreDB's protocol as its sources do, in front of PostgreSQL. Migrates its database. */
export async function startEventStoreDb(options: EventStoreDbOptions): Promise<EventStoreDb> {
  await migrate(options.databaseUrl, eventLogMigrations, silentLog);
  const database = connect({ url: options.databaseUrl, applicationName: 'eventstoredb' });
  const log = new ServerLog(database);
  await log.open();
  const faults = new Faults(options.credentials);
  const { maxAppendBytes = DEFAULT_MAX_APPEND_BYTES, statisticsEvery = 3 } = options;
  const node = new ServerNode(log, faults, { maxAppendBytes, statisticsEvery });
  const server = serverOf(node);
  const host = options.tls ? TLS_HOST : '127.0.0.1';
  const signed = options.tls ? selfSigned(TLS_HOST) : undefined;
  const listener = await listen(server, credentialsOf(signed), options.port ?? 0);
  Object.assign(node.self, { host, port: listener.port });
  node.dropConnections = listener.dropConnections;
  return {
    url: urlOf(`${host}:${listener.port}`, options),
    port: listener.port,
    ...(signed && { certificate: signed.certificate }),
    counts: node.counts,
    failAppends: (...kinds) => void faults.appends.push(...kinds),
    setLateMs: (ms) => void (faults.lateMs = ms),
    beNotLeader: (count) => void (faults.notLeader = count),
    exceedDeadlines: (count) => void (faults.deadlineExceeded = count),
    timeOutReads: (count) => void (faults.timedOut = count),
    silenceSubscriptions: (forNew = false) => {
      faults.silenced++;
      faults.isSilent = forNew;
    },
    unsilence: () => void (faults.isSilent = false),
    dropConnections: listener.dropConnections,
    writeSystemEvents: (count) => log.writeStatistics(count),
    faultsLeft: () => faults.appends.length,
    async stop() {
      await listener.close();
      server.forceShutdown();
      await database.close();
    },
  };
}

function serverOf(node: ServerNode): Server {
  const server = new Server({ 'grpc.max_receive_message_length': 16 * 1024 * 1024 });
  const streams: Handlers<IStreamsServer> = {
    append: (call, answer) => void append(node, call, answer),
    batchAppend: (call) => new BatchAppend(node, call).serve(),
    read: (call) => void read(node, call),
    delete: (call, answer) => void deleteStream(node, call, answer),
    tombstone: (call, answer) => void tombstoneStream(node, call, answer),
  };
  server.addService(StreamsService, { ...streams });
  server.addService(ServerFeaturesService, { getSupportedMethods: supportedMethods });
  server.addService(GossipService, { read: gossipRead.bind(undefined, node) });
  return server;
}

/** The calls of a service, without the index signature of the generated type. */
type Handlers<Service> = { [Name in keyof Service as string extends Name ? never : Name]: Service[Name] };

/** Our own listener, so that its connections can be cut. */
async function listen(server: Server, credentials: ServerCredentials, wanted: number) {
  const injector = server.createConnectionInjector(credentials);
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    injector.injectConnection(socket);
  });
  listener.listen(wanted, '127.0.0.1');
  await once(listener, 'listening');
  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (listener.address() as AddressInfo).port,
    dropConnections,
    async close() {
      listener.close();
      injector.destroy();
      dropConnections();
    },
  };
}

function credentialsOf(signed: { key: string; certificate: string } | undefined): ServerCredentials {
  if (!signed) return ServerCredentials.createInsecure();
  return ServerCredentials.createSsl(null, [
    { private_key: Buffer.from(signed.key), cert_chain: Buffer.from(signed.certificate) },
  ]);
}

function urlOf(address: string, { credentials, tls = false }: EventStoreDbOptions): string {
  const user =
    credentials && `${encodeURIComponent(credentials.username)}:${encodeURIComponent(credentials.password)}@`;
  return `esdb://${user ?? ''}${address}?tls=${tls}`;
}
