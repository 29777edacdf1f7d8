import { createReadStream, createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { chosen, runCommand, sentence, targetFrom, tell, UsageError, wholeNumber } from './command-line.js';
import { seededRandom } from './fleet/random.js';
import { formats } from './import/formats.js';
import { importRules, longestLine, openImport, sumOf, type ImportSummary } from './import/import-log.js';
import { linesOf } from './import/lines.js';
import type { LogFormat } from './import/log-format.js';
import { batchBody, type JournalEntry } from './journal/journal.js';
import { sendBatch } from './sending/send-batch.js';
import { addAnswer, allStored, emptyTally } from './sending/tally.js';

const batchSize = 500;
const zoneForm = /^(?:UTC|Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/u;

/** `npm run import`: a real log in, terminal events out: sent, or written as NDJSON, or (with neither) only counted. */
await runCommand(async (signal) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'openssh' },
      year: { type: 'string' },
      zone: { type: 'string', default: 'UTC' },
      epoch: { type: 'string' },
      url: { type: 'string' },
      token: { type: 'string' },
      out: { type: 'string' },
      'allow-unmapped': { type: 'boolean', default: false },
    },
  });
  const [file, ...others] = positionals;
  if (!file || others.length) throw new UsageError(sentence('needsFile'));
  const format = formatNamed(values.format);
  const sink = values.url ? sendTo(targetFrom(values), signal) : writeTo(values.out);
  const importer = openImport(format, readOptions(values));
  const waiting: JournalEntry[] = [];
  for await (const line of linesOf(createReadStream(file, 'utf8'), longestLine)) {
    waiting.push(...importer.read(line));
    while (waiting.length >= batchSize) await sink.take(waiting.splice(0, batchSize));
  }
  if (waiting.length) await sink.take(waiting);
  const arrived = await sink.close();
  tellSummary(format, importer.summary);
  const read = importer.summary.unmapped === 0 || values['allow-unmapped'];
  return read && arrived ? 0 : 1;
});

interface Sink {
  take(entries: readonly JournalEntry[]): Promise<void>;
  /** False when something was not stored as sent. */
  close(): Promise<boolean>;
}

function sendTo(target: { url: string; token: string }, signal: AbortSignal): Sink {
  const tally = emptyTally();
  const draw = seededRandom('import').next;
  const onRetry = (reason: string, waitMs: number): void => {
    tally.retries++;
    tell('retry', { terminal: 'import', reason, waitMs });
  };
  return {
    async take(entries) {
      const body = batchBody(entries.map(({ text }) => text));
      const ids = entries.map(({ event }) => event.id);
      addAnswer(tally, ids, await sendBatch(body, { ...target, signal, draw, onRetry }));
    },
    async close() {
      for (const { id, status, error } of tally.problems) {
        tell('notStored', { id, status, reason: error?.message ?? '' });
      }
      const { problems: _, ...counts } = tally;
      tell('fleetSent', counts);
      return allStored(tally);
    },
  };
}

function writeTo(path: string | undefined): Sink {
  const out = path === undefined ? undefined : path === '-' ? process.stdout : createWriteStream(path);
  return {
    async take(entries) {
      out?.write(entries.map(({ text }) => `${text}\n`).join(''));
    },
    async close() {
      if (out && out !== process.stdout) await finished(out.end());
      return true;
    },
  };
}

function readOptions(values: { year?: string; zone: string; epoch?: string }): Parameters<typeof openImport>[1] {
  const year = wholeNumber('year', values.year, 1970);
  const epoch = wholeNumber('epoch', values.epoch, 1);
  if (!zoneForm.test(values.zone)) throw new UsageError(sentence('notAZone'));
  return { zone: values.zone === 'UTC' ? 'Z' : values.zone, ...(year && { year }), ...(epoch && { epoch }) };
}

function formatNamed(name: string): LogFormat {
  const format = formats.find((known) => known.name === name);
  if (format) return format;
  throw new UsageError(
    sentence('unknownFormat', { format: name, formats: formats.map((known) => known.name).join(', ') }),
  );
}

function tellSummary(format: LogFormat, { lines, events, mapped, ignored, unmapped, reports }: ImportSummary): void {
  for (const { line, why } of reports) tell('importUnmapped', { line, why: chosen(why) });
  tell('importLines', { lines, events, unmapped, mapped: sumOf(mapped), ignored: sumOf(ignored) });
  const rules = importRules(format);
  for (const [outcome, counts] of [
    ['importMapped', mapped],
    ['importIgnored', ignored],
  ] as const) {
    for (const [rule, count] of counts) {
      const why = rules.find(({ name }) => name === rule)!.why;
      tell('importRule', { outcome: sentence(outcome), lines: count, rule, why: chosen(why) });
    }
  }
}
