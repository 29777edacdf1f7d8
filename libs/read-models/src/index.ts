export { accessReviewView, getAccessReview, listAccessReviews } from './access-reviews.js';
export { listAlertGroups } from './alert-groups.js';
export { alertHistory } from './alert-history.js';
export { holdsOn, markAlerts } from './alert-marks.js';
export {
  getAlert,
  getAlerts,
  listAlerts,
  type AlertFilter,
  type AlertQuery,
  type AlertRow,
  type AlertState,
} from './alerts.js';
export { backfill } from './backfill.js';
export { backtest } from './backtest.js';
export { runBacktest, type BacktestRequest, type KeyOutcome } from './backtest-run.js';
export { readCheckpoint, type Checkpoint } from './checkpoint.js';
export { controlFailureView, listControlFailures, type ControlFailureQuery } from './control-failures.js';
export {
  controlRequestView,
  fourEyesView,
  listControlRequests,
  readFourEyes,
  type ControlRequestQuery,
} from './control-requests.js';
export { maxStoresOfMerchants, storeMerchantView, storesOfMerchants } from './store-merchants.js';
export { dailyReviewDetail, getDailyReview, listDailyReviews, type DailyReviewQuery } from './daily-reviews.js';
export { dayContent, type Day } from './day-content.js';
export type { AlertAppender } from './detection-step.js';
export { deadlines } from './deadlines.js';
export { describeDeadlines } from './describe-deadlines.js';
export { digestOf } from './digest.js';
export { entityRisks, riskAccount } from './entity-risks.js';
export { everyRule, ruleById, type DescribedRule } from './every-rule.js';
export { listInspections, type InspectionQuery } from './inspections.js';
export { installReadModels, readModelMigrations } from './install.js';
export { explainAlert } from './explain-alert.js';
export { explainDeadline } from './explain-deadline.js';
export { explainKey } from './explain-key.js';
export { judgeDeadlines, type DeadlineJudging, type JudgingReport } from './judge-deadlines.js';
export { listDeadlines, maxListed, type DeadlineQuery } from './list-deadlines.js';
export { liveChannel, type LiveChanges } from './live-changes.js';
export { logOf, logTable, type LogSource } from './log-source.js';
export { counters, getCounters } from './minute-counters.js';
export { getOperator, getOperators, listOperators, operatorView, type OperatorQuery } from './operator-state.js';
export { operatorAsOf, type AsOf } from './operator-as-of.js';
export { overview } from './overview.js';
export { loadRules } from './load-rules.js';
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
export { countReveals, listReveals, type RevealQuery } from './reveals.js';
export { ruleLives, ruleStages, unspokenStage } from './rule-life.js';
export { listShifts } from './rosters.js';
export { scorecards } from './scorecards.js';
export { listShadowFindings } from './shadow-findings.js';
export { countSilences, listSilences, maxSilences, silenceView, type SilenceQuery } from './silences.js';
export { getStoreCalendar } from './store-calendars.js';
export { listStores, type StoreQuery } from './stores.js';
export { listTerminalCommands, type CommandQuery } from './terminal-commands.js';
export { terminalGaps } from './terminal-gaps.js';
export { listTerminalKeys } from './terminal-keys.js';
export {
  listInspectionsDue,
  listRegistrations,
  terminalRegistration,
  type DueQuery,
  type RegistrationQuery,
} from './terminal-registry.js';
export { getTerminal, getTerminals, listTerminals, terminalJournals, type TerminalQuery } from './terminal-state.js';
export { operatorTimeline, terminalTimeline, type TimelineQuery } from './timeline.js';
export { alertFromLog, eventsOf } from './told.js';
export { storeOf } from './store-of.js';
export { listOnePersonStores } from './one-person-stores.js';
export { withForOthers } from './recovery-for-others.js';
export { recoveryFromLog, withRecoveryEvent, type RecoveryState } from './recovery-cases.js';
export {
  approversOf,
  countOpenRecoveries,
  getRecoveryCase,
  endedRetentions,
  lapsedRecoveries,
  listRecoveryCases,
  maxOpenRecoveries,
  type RecoveryFilter,
} from './recovery-readers.js';
export { recoveryFactsAfter, recoveryHistory, terminalFactsOf, type FactRow } from './recovery-rows.js';
export { listTraining, type TrainingQuery } from './training.js';
export { listConformance, type ConformanceQuery } from './conformance.js';
