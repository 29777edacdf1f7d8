export { machine, type Environment } from './agent/environment.js';
export type {
  FailedLogin,
  Lock,
  Login,
  Logout,
  PasswordChange,
  PasswordReset,
  Location,
  Posture,
  Tamper,
  Unlock,
} from './agent/happenings.js';
export { openTerminal } from './agent/open-terminal.js';
export type { MayLogin, Terminal, TerminalOptions, TerminalStatus } from './agent/terminal.js';
export { TerminalError, terminalErrors, type TerminalErrorCode } from './agent/terminal-error.js';
export type { CommandHandlers } from './commands/commands.js';
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
export type { Answered } from './fleet/planned-network.js';
export { sendFleet, sentLines, type SendOptions } from './fleet/send-fleet.js';
export { formats } from './import/formats.js';
export { importRules, openImport, type ImportSummary, type LogImporter } from './import/import-log.js';
export type { JournalEntry } from './journal/journal.js';
export type { TerminalEvent } from './journal/terminal-event.js';
export type { Place } from './outbox/scan.js';
export {
  judgePassword,
  type JudgingFacts,
  type JudgingPolicy,
  type PasswordFault,
  type PasswordJudgement,
} from './passwords/judge-password.js';
export { policyFrom, shippedPolicy } from './passwords/judging-policy.js';
export type { Policy, Recorded } from './recording/recorder.js';
export type { ExpectedAlert, Scenario } from './scenarios/scenario.js';
export { scenarios } from './scenarios/scenarios.js';
export type { KafkaPlace, OpenProducer } from './sending/kafka-transport.js';
export { sendBatch, type Target } from './sending/send-batch.js';
export { allStored, type Tally } from './sending/tally.js';
export type { Transport } from './sending/transport.js';
