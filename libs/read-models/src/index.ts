export { listAlertGroups } from './alert-groups.js';
export { alertHistory } from './alert-history.js';
export { holdsOn, markAlerts } from './alert-marks.js';
export {
  getAlert,
  getAlerts,
  listAlerts,
  unacknowledgedPastDue,
  type AlertFilter,
  type AlertQuery,
  type AlertRow,
  type AlertState,
} from './alerts.js';
export { readCheckpoint, type Checkpoint } from './checkpoint.js';
export type { AlertAppender } from './detection-step.js';
export { digestOf } from './digest.js';
export { entityRisks } from './entity-risks.js';
export { installReadModels, readModelMigrations } from './install.js';
export { liveChannel, type LiveChanges } from './live-changes.js';
export { logOf, logTable, type LogSource } from './log-source.js';
export { counters, getCounters } from './minute-counters.js';
export {
  getOperator,
  getOperators,
  listOperators,
  operatorAsOf,
  operatorView,
  type AsOf,
  type OperatorQuery,
} from './operator-state.js';
export { overview } from './overview.js';
export { maxPageSize, type PageCursor, type PageOf } from './paging.js';
export { parkedEvents, type ParkedEvent } from './parked-events.js';
export { policiesView, policyView, readPolicies, type Policies } from './policies.js';
export { createProjector, type Projector } from './projector.js';
export { NotCaughtUpError, type ProjectedSummary, type ProjectorOptions } from './projector-options.js';
export type {
  Change,
  ClockRevision,
  Place,
  ProjectedBatch,
  ProjectedEvent,
  Projection,
  ReadModel,
} from './read-model.js';
export { readModels } from './read-models.js';
export { rebuild, type RebuildReport } from './rebuild.js';
export { ruleLives, ruleStages } from './rule-life.js';
export { scorecards } from './scorecards.js';
export { listShadowFindings } from './shadow-findings.js';
export { countSilences, listSilences, maxSilences, silenceView, type SilenceQuery } from './silences.js';
export { listTerminalCommands, type CommandQuery } from './terminal-commands.js';
export { terminalGaps } from './terminal-gaps.js';
export { listTerminalKeys } from './terminal-keys.js';
export { getTerminal, getTerminals, listTerminals, terminalJournals, type TerminalQuery } from './terminal-state.js';
export { operatorTimeline, terminalTimeline, type TimelineQuery } from './timeline.js';
export { alertFromLog, eventsOf } from './told.js';
export { listTraining, type TrainingQuery } from './training.js';
export { listConformance, type ConformanceQuery } from './conformance.js';
