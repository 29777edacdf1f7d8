import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  defaultHeadFields,
  loadSigma,
  readMapping,
  readPlaceholders,
  type SigmaOptions,
  type SigmaProblem,
} from '@tillwatch/detection';
import { evaluate, tellSummary } from './evaluate.js';
import { eventLines } from './event-lines.js';
import { Output } from './output.js';
import { readRuleFiles, readText } from './rule-files.js';
import { chosen, sentence, tell, UsageError } from './tell.js';

/** `npm run sigma`: Sigma rules over any JSON events; matches as NDJSON on standard output, everything else on standard error. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      rules: { type: 'string', multiple: true },
      filters: { type: 'string', multiple: true },
      events: { type: 'string' },
      mapping: { type: 'string' },
      placeholders: { type: 'string' },
      timestamp: { type: 'string', multiple: true },
      id: { type: 'string', multiple: true },
      sorted: { type: 'boolean', default: false },
    },
  });
  if (!values.rules) throw new UsageError(sentence('needsRules'));
  if (!values.events) throw new UsageError(sentence('needsEvents'));
  const { files, problems } = await readRuleFiles([...values.rules, ...(values.filters ?? [])]);
  const options = await readOptions(values, problems);
  if (!options) {
    for (const problem of problems) tellProblem(problem);
    return 1;
  }
  const { engine, filters, problems: refused } = loadSigma(files, options);
  problems.push(...refused);
  for (const problem of problems) tellProblem(problem);
  const { rules, correlations } = engine;
  tell('loaded', { rules: rules.length, correlations: correlations.length, filters, problems: problems.length });

  const { mapping } = options;
  const output = new Output(process.stdout);
  const summary = await evaluate(engine, eventLines(await openEvents(values.events)), output, {
    fields: {
      timestamp: values.timestamp ?? mapping?.timestamp ?? defaultHeadFields.timestamp,
      id: values.id ?? mapping?.id ?? defaultHeadFields.id,
    },
    sorted: values.sorted,
  });
  const whole = tellSummary(summary, output.lines);
  return problems.length || !whole ? 1 : 0;
}

/** Without its mapping or placeholders no rule would mean what it says: then there is nothing to run. */
async function readOptions(
  values: { mapping?: string; placeholders?: string },
  problems: SigmaProblem[],
): Promise<SigmaOptions | undefined> {
  const options: SigmaOptions = {};
  const before = problems.length;
  for (const [path, read] of [
    [values.mapping, readMapping],
    [values.placeholders, readPlaceholders],
  ] as const) {
    if (path === undefined) continue;
    const text = await readText(path);
    if (typeof text !== 'string') problems.push(text);
    else {
      const { problems: found, ...option } = read(text, path);
      problems.push(...found);
      Object.assign(options, option);
    }
  }
  return problems.length === before ? options : undefined;
}

function tellProblem({ file, line, message }: SigmaProblem): void {
  tell('problem', { file, line, message: chosen(message) });
}

async function openEvents(path: string): Promise<AsyncIterable<Uint8Array>> {
  if (path === '-') return process.stdin;
  const stream = createReadStream(path);
  await new Promise<void>((resolve, reject) => {
    stream.once('open', () => resolve());
    stream.once('error', () => reject(new UsageError(sentence('notFound', { path }))));
  });
  return stream;
}

/** Whoever reads the matches may have seen enough (`| head`). */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

try {
  process.exitCode = await main();
} catch (error) {
  const usage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  tell('failed', { reason: error instanceof Error ? error.message : String(error) });
  process.exitCode = usage ? 2 : 1;
}
