import { readFile } from 'node:fs/promises';
import type { Posture } from '../agent/happenings.js';
import type { TerminalOptions } from '../agent/terminal.js';
import { sentence, UsageError, wholeNumber } from '../command-line.js';
import type { Policy } from '../recording/recorder.js';
import { kafkaPlace } from './kafka-place.js';

/** What the commands of `npm run terminal` take, beside variables of the environment (docs/settings.md). */
export const optionForms = {
  folder: { type: 'string' },
  terminal: { type: 'string' },
  store: { type: 'string' },
  merchant: { type: 'string' },
  url: { type: 'string' },
  token: { type: 'string' },
  kafka: { type: 'string' },
  policy: { type: 'string' },
  limit: { type: 'string' },
  heartbeat: { type: 'string' },
  posture: { type: 'string' },
  code: { type: 'string' },
  operator: { type: 'string' },
  data: { type: 'string' },
  wait: { type: 'string' },
  profile: { type: 'string' },
  about: { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const;

export type Given = {
  [Name in keyof typeof optionForms]?: (typeof optionForms)[Name] extends { multiple: true }
    ? string[]
    : (typeof optionForms)[Name]['type'] extends 'boolean'
      ? boolean
      : string;
};

const variables = {
  folder: 'TILLWATCH_TERMINAL_FOLDER',
  terminal: 'TILLWATCH_TERMINAL_ID',
  store: 'TILLWATCH_TERMINAL_STORE',
} as const;
const mebibyte = 1024 * 1024;

export function folderFrom({ folder }: Given): string {
  return needed('folder', folder ?? process.env['TILLWATCH_TERMINAL_FOLDER']);
}

export async function terminalOptions(given: Given): Promise<TerminalOptions> {
  const { env } = process;
  const limit = wholeNumber('limit', given.limit, 1);
  const heartbeat = wholeNumber('heartbeat', given.heartbeat, 0);
  const posture = given.posture && (JSON.parse(await readFile(given.posture, 'utf8')) as Posture);
  return {
    folder: folderFrom(given),
    terminalId: needed('terminal', given.terminal ?? env['TILLWATCH_TERMINAL_ID']),
    storeId: needed('store', given.store ?? env['TILLWATCH_TERMINAL_STORE']),
    ...(given.merchant && { merchantId: given.merchant }),
    ...(await platformFrom(given)),
    policy: policyFrom(given.policy ?? (env['TILLWATCH_TERMINAL_POLICY'] || 'strict')),
    ...(limit !== undefined && { limitBytes: limit * mebibyte }),
    ...(heartbeat !== undefined && { heartbeatMs: heartbeat * 1_000 }),
    ...(posture && { posture: () => posture }),
  };
}

async function platformFrom(given: Given): Promise<Pick<TerminalOptions, 'url' | 'token' | 'kafka'>> {
  const url = given.url ?? process.env['TILLWATCH_TERMINAL_URL'];
  const token = given.token ?? process.env['TILLWATCH_TERMINAL_TOKEN'];
  const kafka = given.kafka && (await kafkaPlace(given.kafka, 'tillwatch-terminal'));
  return { ...(url && { url }), ...(token && { token }), ...(kafka && { kafka }) };
}

function policyFrom(text: string): Policy {
  if (text === 'strict' || text === 'best-effort') return text;
  throw new UsageError(sentence('notAPolicy'));
}

function needed(option: keyof typeof variables, value: string | undefined): string {
  if (value) return value;
  throw new UsageError(sentence('needsOption', { option, variable: variables[option] }));
}
