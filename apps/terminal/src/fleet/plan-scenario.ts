import type { ExpectedAlert, Scenario } from '../scenarios/scenario.js';
import { scenarios } from '../scenarios/scenarios.js';
import { ordinaryDay } from './ordinary-day.js';
import { performTill, type PlannedTerminal } from './perform-till.js';
import { seededRandom } from './random.js';
import { createStage } from './stage.js';

export interface PlannedFleet {
  scenario: string;
  seed: string;
  /** True time of the plan's start and of its last event's end, ms since 1970. */
  start: number;
  end: number;
  terminals: PlannedTerminal[];
  /** Exactly the alerts a correct platform raises. */
  expects: ExpectedAlert[];
}

export interface PlanOptions {
  seed: number | string;
  /** At least; a scenario that needs more tills gets them. Default: the scenario's own number. At most 10,000. */
  terminals?: number;
  /** ms since 1970. `startEndingAt` gives the one for a plan that ends now. */
  start: number;
}

const mostTerminals = 10_000;

/** The whole life of a fleet, decided beforehand: the same arguments give byte-identical journals and deliveries. */
export function planScenario(name: string, options: PlanOptions): PlannedFleet {
  return planFleet(findScenario(name), options);
}

/** The same of a scenario that is on no list. */
export function planFleet(scenario: Scenario, { seed, terminals, start }: PlanOptions): PlannedFleet {
  const { name } = scenario;
  const wanted = terminals ?? scenario.terminals;
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > mostTerminals) {
    throw new RangeError(`A fleet has 1 to ${mostTerminals} terminals.`);
  }
  const random = seededRandom(`${name}/${seed}`);
  const stage = createStage(random.fork('stage'), scenario.durationMs);
  const expects = scenario.play(stage);
  while (stage.tills.length < wanted) ordinaryDay(stage, stage.till());
  return {
    scenario: name,
    seed: String(seed),
    start,
    end: start + scenario.durationMs,
    terminals: stage.tills.map((till) => performTill(till, { seed: `${seed}`, start, random: random.fork(till.id) })),
    expects,
  };
}

/** The `start` of a plan whose last trading day closes at `end` (both ms since 1970). */
export function startEndingAt(name: string, end: number): number {
  return end - findScenario(name).durationMs;
}

export function expectedAlerts(plan: PlannedFleet): ExpectedAlert[] {
  return plan.expects;
}

function findScenario(name: string): Scenario {
  const scenario = scenarios.find((known) => known.name === name);
  if (scenario) return scenario;
  throw new RangeError(`There is no scenario ${name}; there are ${scenarios.map((known) => known.name).join(', ')}.`);
}
