import { mkdir } from 'node:fs/promises';
import { Commands } from '../commands/commands.js';
import { kafkaCommands } from '../commands/kafka-commands.js';
import { longPoll } from '../commands/long-poll.js';
import type { CommandSource } from '../commands/terminal-command.js';
import { readKey } from '../enrolment/terminal-key.js';
import { lockFolder } from '../outbox/folder-lock.js';
import { Outbox } from '../outbox/outbox.js';
import { roomFor } from '../outbox/reserve.js';
import { Losses } from '../recording/losses.js';
import { Recorder } from '../recording/recorder.js';
import { ClockOffset } from '../sending/clock-offset.js';
import { httpTransport } from '../sending/http-transport.js';
import { kafkaTransport } from '../sending/kafka-transport.js';
import { Platform } from '../sending/platform.js';
import { Sender } from '../sending/sender.js';
import type { Transport } from '../sending/transport.js';
import { machine, type Environment } from './environment.js';
import { startHeartbeat } from './heartbeat.js';
import { meetPlatform } from './meet-platform.js';
import { rfc3339 } from './rfc3339.js';
import { RunningTerminal } from './running-terminal.js';
import { TerminalError } from './terminal-error.js';
import type { Terminal, TerminalOptions } from './terminal.js';

const dayMs = 86_400_000;
const defaults = { limitBytes: 256 * 1024 * 1024, keepMs: 7 * dayMs, heartbeatMs: 300_000 };
const leastLimitBytes = 256 * 1024;
const leastReserveBytes = 64 * 1024;
const reserveShare = 0.05;
const sealAfterMs = 10_000;
const terminalIdForm = /^[A-Za-z0-9._-]{1,64}$/;
const placeForm = /^[^\p{Cc}]{1,64}$/u;

/**
 * Opens a terminal's journal, or begins it, and keeps delivering it. Throws `TerminalError`: `outbox-in-use`,
 * `outbox-of-another-terminal`, `option-invalid`; and whatever the disk says when nothing can be written.
 */
export async function openTerminal(options: TerminalOptions): Promise<Terminal> {
  checkOptions(options);
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const closers = [await lockFolder(options.folder)];
  try {
    return await open(options, closers);
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

type Closer = () => Promise<void> | void;

/** The last first; whatever becomes of one, the others are closed too. */
async function closeAll(closers: readonly Closer[]): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closers.toReversed()) {
    try {
      await close();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** What it opens it adds to `closers`. */
async function open(options: TerminalOptions, closers: Closer[]): Promise<Terminal> {
  const { folder, terminalId, policy = 'strict', sync = true } = options;
  const environment: Environment = { ...machine, ...options.environment };
  const outbox = await openOutbox(options, environment);
  closers.push(() => outbox.close());
  checkOwner(outbox, terminalId);
  const losses = await Losses.open(folder, outbox.scanned.lossReport, sync);
  const offset = new ClockOffset();
  const sending: { sender?: Sender } = {};
  const recorder = new Recorder({
    outbox,
    losses,
    owner: ownerOf(options),
    policy,
    environment,
    timeText: (at) => rfc3339(at, options.zoneMinutes),
    key: await readKey(folder),
    sealAfterMs,
    onRecorded: () => sending.sender?.wake(),
  });
  closers.push(() => recorder.close());
  await beginIfNeeded(outbox, recorder, options);
  const { url, token = '', onRetry, longestWaitMs } = options;
  const platform = url === undefined ? undefined : new Platform({ url, token, terminalId, environment, offset });
  const meet = platform && { outbox, recorder, platform, isDurable: !options.kafka };
  const sender = new Sender({
    folder,
    outbox,
    transport: transportOf(options, platform),
    environment,
    when: options.sendWhen ?? 'recorded',
    ...(meet && { compare: (signal, conflict) => meetPlatform(meet, signal, conflict) }),
    ...(onRetry && { onRetry }),
    ...(longestWaitMs !== undefined && { longestWaitMs }),
    onDelivered: () => recorder.roomMade(),
  });
  closers.push(() => sender.close());
  sending.sender = sender;
  const source = sourceOf(options, platform, environment);
  const handlers = options;
  const commands = await Commands.open({ folder, sync, terminalId, outbox, recorder, environment, handlers, source });
  closers.push(() => commands.close());
  commands.start();
  const { heartbeatMs = defaults.heartbeatMs, posture, location } = options;
  const heartbeat = startHeartbeat({ everyMs: heartbeatMs, outbox, recorder, offset, environment, posture, location });
  closers.push(() => heartbeat.stop());
  const parts = {
    folder,
    terminalId,
    policy,
    environment,
    outbox,
    losses,
    recorder,
    offset,
    platform,
    sender,
    commands,
  };
  return new RunningTerminal({ ...parts, stop: () => closeAll(closers) });
}

async function openOutbox(options: TerminalOptions, environment: Environment): Promise<Outbox> {
  const { folder, limitBytes = defaults.limitBytes, keepMs = defaults.keepMs, coveredUntil } = options;
  const { clock } = environment;
  const sync = options.sync ?? true;
  const limit = sync ? Math.min(limitBytes, Math.max(leastLimitBytes, await roomFor(folder))) : limitBytes;
  const reserveBytes = sync ? Math.max(leastReserveBytes, Math.ceil(limit * reserveShare)) : 0;
  const sizes = { limitBytes: limit, reserveBytes, keepMs };
  return Outbox.open({ folder, ...sizes, clock, sync, ...(coveredUntil && { coveredUntil }) });
}

function checkOwner({ head }: Outbox, terminalId: string): void {
  if (!head || head.source === `/terminals/${terminalId}`) return;
  throw new TerminalError('outbox-of-another-terminal', head.source);
}

/** A new journal, or one that has lost something, begins an epoch. */
async function beginIfNeeded(outbox: Outbox, recorder: Recorder, { plannedEpoch }: TerminalOptions): Promise<void> {
  const { scanned, head, mark } = outbox;
  if (scanned.opening && !scanned.damaged) return;
  const isNew = !scanned.opening && !scanned.damaged && mark.isNew;
  const previous = head ? { epoch: head.epoch, sequence: head.sequence, head: head.hash } : mark.place;
  await recorder.beginEpoch({
    reason: isNew ? 'first' : 'restart-lost',
    ...(previous && { previous, above: previous.epoch }),
    ...(plannedEpoch !== undefined && { planned: plannedEpoch }),
  });
  mark.save();
}

function transportOf(options: TerminalOptions, platform: Platform | undefined): Transport {
  const { transport, kafka, terminalId, url } = options;
  if (transport) return transport;
  if (kafka) return kafkaTransport({ ...kafka, terminalId });
  return platform ? httpTransport(platform, url!) : nowhere;
}

/** A terminal without a platform keeps its journal. */
const nowhere: Transport = {
  send: (_, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', reject, { once: true })),
  close: async () => {},
};

function sourceOf(
  { transport, kafka, terminalId }: TerminalOptions,
  platform: Platform | undefined,
  environment: Environment,
): CommandSource | undefined {
  if (kafka && !transport) return kafkaCommands({ ...kafka, terminalId });
  return platform && longPoll(platform, environment);
}

function ownerOf({ terminalId, storeId, merchantId }: TerminalOptions): {
  terminalId: string;
  storeId: string;
  merchantId?: string;
} {
  return { terminalId, storeId, ...(merchantId && { merchantId }) };
}

function checkOptions({ terminalId, storeId, merchantId, limitBytes, url }: TerminalOptions): void {
  if (!terminalIdForm.test(terminalId)) throw new TerminalError('option-invalid', 'terminalId');
  if (!placeForm.test(storeId)) throw new TerminalError('option-invalid', 'storeId');
  if (merchantId !== undefined && !placeForm.test(merchantId)) throw new TerminalError('option-invalid', 'merchantId');
  if (limitBytes !== undefined && !(limitBytes >= leastLimitBytes))
    throw new TerminalError('option-invalid', 'limitBytes');
  if (url !== undefined && !URL.canParse(url)) throw new TerminalError('option-invalid', 'url');
}
