export type { Delivery } from './fleet/deliveries.js';
export { generateLoad, loadStepMs, type LoadBatch, type LoadOptions } from './fleet/generate-load.js';
export type { PlannedTerminal } from './fleet/perform-till.js';
export {
  expectedAlerts,
  planScenario,
  startEndingAt,
  type PlannedFleet,
  type PlanOptions,
} from './fleet/plan-scenario.js';
export { sendFleet, sentLines, type Answered, type SendOptions } from './fleet/send-fleet.js';
export { formats } from './import/formats.js';
export { importRules, openImport, type ImportSummary, type LogImporter } from './import/import-log.js';
export type { JournalEntry } from './journal/journal.js';
export type { TerminalEvent } from './journal/terminal-event.js';
export type { ExpectedAlert, Scenario } from './scenarios/scenario.js';
export { scenarios } from './scenarios/scenarios.js';
export { sendBatch, type Target } from './sending/send-batch.js';
export { allStored, type Tally } from './sending/tally.js';
