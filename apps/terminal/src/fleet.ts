import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { kafkaPlace } from './cli/kafka-place.js';
import { runCommand, sentence, targetFrom, tell, UsageError, wholeNumber } from './command-line.js';
import { planScenario, startEndingAt, type PlannedFleet } from './fleet/plan-scenario.js';
import { sendFleet, sentLines } from './fleet/send-fleet.js';
import { scenarios } from './scenarios/scenarios.js';
import { allStored } from './sending/tally.js';

/** `npm run fleet`: plans a scenario and plays it against a running platform. */
await runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      token: { type: 'string' },
      kafka: { type: 'string' },
      scenario: { type: 'string', default: 'shop-day' },
      seed: { type: 'string', default: '1' },
      terminals: { type: 'string' },
      rate: { type: 'string', default: '0' },
      speed: { type: 'string', default: '0' },
      start: { type: 'string' },
      out: { type: 'string' },
    },
  });
  const target = values.kafka ? { kafka: await kafkaPlace(values.kafka, 'tillwatch-fleet') } : targetFrom(values);
  const rate = wholeNumber('rate', values.rate, 0)!;
  const speed = wholeNumber('speed', values.speed, 0)!;
  const plan = planFrom(values);
  tellPlan(plan);
  const out = values.out === undefined ? undefined : openOut(values.out);
  const tally = await sendFleet(plan, {
    ...target,
    rate,
    speed,
    signal,
    onAnswer: (answered) => out?.write(sentLines(answered)),
    onRetry: (terminal, reason, waitMs) => tell('retry', { terminal, reason, waitMs }),
  });
  if (out && out !== process.stdout) await finished(out.end());
  for (const { id, status, error } of tally.problems) tell('notStored', { id, status, reason: error?.message ?? '' });
  const { problems: _, ...counts } = tally;
  tell('fleetSent', counts);
  for (const alert of plan.expects) tell('fleetExpects', { ...alert });
  return allStored(tally) ? 0 : 1;
});

function planFrom(values: { scenario: string; seed: string; terminals?: string; start?: string }): PlannedFleet {
  const known = scenarios.map(({ name }) => name);
  if (!known.includes(values.scenario)) {
    throw new UsageError(sentence('unknownScenario', { scenario: values.scenario, scenarios: known.join(', ') }));
  }
  const terminals = wholeNumber('terminals', values.terminals, 1);
  const start = values.start === undefined ? startEndingAt(values.scenario, Date.now()) : Date.parse(values.start);
  if (Number.isNaN(start)) throw new UsageError(sentence('notAnInstant', { option: 'start' }));
  return planScenario(values.scenario, { seed: values.seed, start, ...(terminals && { terminals }) });
}

function tellPlan({ scenario, seed, terminals, start, end }: PlannedFleet): void {
  const events = terminals.reduce((sum, { entries }) => sum + entries.length, 0);
  const [from, to] = [new Date(start).toISOString(), new Date(end).toISOString()];
  tell('fleetPlan', { scenario, seed, terminals: terminals.length, events, from, to });
}

function openOut(path: string): NodeJS.WritableStream {
  return path === '-' ? process.stdout : createWriteStream(path);
}
