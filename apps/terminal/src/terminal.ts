import { parseArgs } from 'node:util';
import { openTerminal } from './agent/open-terminal.js';
import { readStatus, type FolderStatus } from './agent/read-status.js';
import type { Place } from './outbox/scan.js';
import { judge } from './cli/judge.js';
import { LineServer } from './cli/serve-lines.js';
import { folderFrom, optionForms, terminalOptions, type Given } from './cli/terminal-options.js';
import { within } from './cli/within.js';
import { runCommand, sentence, tell, UsageError, wholeNumber } from './command-line.js';

const defaultWaitSeconds = 10;

/** `npm run terminal -- <enrol|run|record|status|rotate|judge>`: the agent by itself. */
await runCommand(async (signal) => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: optionForms });
  const [command, ...names] = positionals;
  switch (command) {
    case 'run':
      return run(values, signal);
    case 'record':
      return record(values, names);
    case 'status':
      return status(values);
    case 'judge':
      return judge(values, process.stdin);
    case 'enrol':
    case 'rotate':
      return key(values, command);
    default:
      throw new UsageError(sentence('needsCommand'));
  }
});

async function run(given: Given, signal: AbortSignal): Promise<number> {
  const options = await terminalOptions(given);
  const input = process.stdin.setEncoding('utf8');
  signal.addEventListener('abort', () => input.destroy());
  const open: ConstructorParameters<typeof LineServer>[0] = async (handlers) => {
    const onRetry = (reason: string, waitMs: number): void =>
      tell('retry', { terminal: options.terminalId, reason, waitMs });
    const terminal = await openTerminal({ ...options, ...handlers, onRetry });
    tell('running', { terminal: options.terminalId });
    return terminal;
  };
  const server = new LineServer(open, (line) => void process.stdout.write(line));
  await server.serve(untilDestroyed(input, signal), waitMs(given));
  return 0;
}

async function record(given: Given, [name, ...others]: readonly string[]): Promise<number> {
  if (!name || others.length > 0) throw new UsageError(sentence('needsName'));
  const data = dataFrom(given.data);
  const terminal = await openTerminal({ ...(await terminalOptions(given)), heartbeatMs: 0 });
  try {
    const recorded = await terminal.record(name, { ...(given.operator && { operatorId: given.operator }), data });
    process.stdout.write(`${JSON.stringify(recorded)}\n`);
    if (terminal.status().waiting > 0) await within(waitMs(given), terminal.flush());
    const { waiting } = terminal.status();
    if (waiting > 0) tell('undelivered', { waiting });
    return recorded.status === 'recorded' ? 0 : 1;
  } finally {
    await terminal.close();
  }
}

async function key(given: Given, command: 'enrol' | 'rotate'): Promise<number> {
  if (command === 'enrol' && !given.code) throw new UsageError(sentence('needsCode'));
  const terminal = await openTerminal({ ...(await terminalOptions(given)), heartbeatMs: 0, sendWhen: 'flushed' });
  try {
    tell('enrolled', { keyId: await (command === 'enrol' ? terminal.enrol(given.code!) : terminal.rotateKey()) });
    return 0;
  } finally {
    await terminal.close();
  }
}

async function status(given: Given): Promise<number> {
  const found = await readStatus(folderFrom(given));
  if (given.json) process.stdout.write(`${JSON.stringify(found)}\n`);
  else tellStatus(found);
  return 0;
}

function tellStatus({ terminal = '-', head, delivered, waiting, bytes, ...more }: FolderStatus): void {
  const placeText = (place: Place | undefined): string => (place ? `${place.epoch}/${place.sequence}` : '-');
  tell('statusJournal', { terminal, head: placeText(head), delivered: placeText(delivered), waiting, bytes });
  tell('statusRefused', more.refused);
  if (more.keyId) tell('statusKey', { keyId: more.keyId });
  else tell('statusNoKey');
  if (more.frozen) tell('statusFrozen');
  if (more.usedBy) tell('statusUsed', { usedBy: more.usedBy });
  if (more.damaged) tell('statusDamaged');
}

function dataFrom(text = '{}'): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new UsageError(sentence('notData'));
}

function waitMs({ wait }: Given): number {
  return (wholeNumber('wait', wait, 0) ?? defaultWaitSeconds) * 1_000;
}

/** Ctrl-C ends the input; it is no failure. */
async function* untilDestroyed(input: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<string> {
  try {
    yield* input;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
