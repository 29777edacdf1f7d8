export {
  accountEvents,
  checkGrant,
  checkToken,
  evolveAccount,
  isAccountOpen,
  type Account,
  type AccountEvent,
  type AccountGrant,
  type AccountToken,
} from './account.js';
export {
  actionOf,
  decideAlert,
  evolveAlert,
  maxActions,
  type Alert,
  type AlertAction,
  type AlertCommand,
  type AlertEvent,
  type AlertStatus,
  type Resolution,
} from './alert.js';
export { dueTimes, overdueAt, slas, type Sla } from './alert-sla.js';
export {
  riskAt,
  riskHalfLifeMs,
  riskHorizonMs,
  riskOf,
  riskWeights,
  type EntityRisk,
  type RiskyAlert,
} from './entity-risk.js';
export { inhibitions, inhibitorOf, isInhibitor, type Inhibitor } from './inhibition.js';
export {
  codeMinutes,
  emptyKeyring,
  enrolKey,
  evolveKeyring,
  keyMessage,
  maxWrongCodes,
  revokeKey,
  rotateKey,
  type Enrolment,
  type Keyring,
  type KeyringDecision,
  type KeyringEvent,
  type Rotation,
  type TerminalKey,
} from './keyring.js';
export { isTrustedSeal, recordSeal, sealDoubts, sealMarks, sealMessage, type Seal } from './seal.js';
export { issueCommand, issuedCommand, type IssuedCommand } from './terminal-commands.js';
export {
  account,
  emptyJournal,
  maxEpochs,
  maxHoles,
  missing,
  place,
  record,
  type EpochJournal,
  type FirstSeal,
  type GapChange,
  type Journal,
  type SequenceRange,
} from './terminal-journal.js';
export {
  changeStage,
  evolveRuleLife,
  maxStageChanges,
  stageOf,
  type RuleLife,
  type StageChange,
  type StageInForce,
} from './rule-life.js';
export { judge, minSample, scorecardDays, type Judgement, type Verdict } from './scorecard.js';
export {
  createSilence,
  evolveSilence,
  expireSilence,
  isAbout,
  silenceEnd,
  silenceState,
  type Silence,
  type SilenceEvent,
  type SilenceState,
} from './silence.js';
export {
  evolveOperator,
  isOperatorId,
  maxFailures,
  maxSessions,
  unseenOperator,
  type LockDetails,
  type OperatorEvent,
  type OperatorState,
  type SessionMark,
} from './operator.js';
export {
  isOpen,
  nextClosing,
  openAt,
  openHours,
  setCalendar,
  weekdays,
  type OpenHours,
  type StoreCalendar,
} from './store-calendar.js';
export {
  cancelShift,
  evolveRoster,
  maxShifts,
  planShift,
  type Roster,
  type RosterEvent,
  type Shift,
} from './roster.js';
export { severityRank } from './severity.js';
export { isLater, keepLatest, later, type Stamp, type Stamped } from './stamped.js';
export {
  decideRegistration,
  defaultInspectionDays,
  evolveRegistration,
  identityChanges,
  inspected,
  isCreditCode,
  normalSerial,
  type Inspection,
  type Registration,
  type RegistryCommand,
  type RegistryEvent,
} from './terminal-registry.js';
export type { DoneBy, ToldEvent, Wanted } from './told.js';
export {
  controlFailureStatus,
  decideControlFailure,
  evolveControlFailure,
  type ControlFailure,
  type ControlFailureCommand,
  type ControlFailureEvent,
} from './control-failure.js';
export {
  dayRange,
  decideDailyReview,
  evolveDailyReview,
  handlersOf,
  type DailyReview,
  type DailyReviewCommand,
  type DailyReviewEvent,
} from './daily-review.js';
export {
  accessDecisions,
  accessReviewDays,
  accountDormantDays,
  decideAccessReview,
  evolveAccessReview,
  maxReviewedAccounts,
  removedAccounts,
  reviewProgress,
  type AccessDecision,
  type AccessReview,
  type AccessReviewCommand,
  type AccessReviewEvent,
  type AccountSnapshot,
  type ConsoleSnapshot,
  type DecidedAccount,
  type ReviewProgress,
} from './access-review.js';
export {
  decideControlRequest,
  decideFourEyes,
  evolveControlRequest,
  evolveFourEyes,
  type ControlRequest,
  type ControlRequestCommand,
  type ControlRequestEvent,
  type FourEyes,
} from './four-eyes.js';
export { decideStoreMerchant, evolveStoreMerchant, type StoreMerchant } from './store-merchant.js';
export {
  checklists,
  evolveRecovery,
  missingEvidence,
  type EvidenceItem,
  type RecoveryAction,
  type RecoveryCase,
  type RecoveryEvent,
  type RecoveryObservation,
  type RecoveryOrder,
  type RecoveryStatus,
} from './recovery-case.js';
export { expiryOf, nextStep, type RecoveryStepName } from './recovery-clocks.js';
export { decideRecovery, type RecoveryCommand, type RecoveryFacts } from './recovery-decide.js';
export { whyForOthers, type DecidedStep, type ForOthers } from './recovery-eyes.js';
export { isSamePerson, needsTwo, personKey, secondPerson, type Alone, type OnePersonStore } from './second-person.js';
export { destroyDocument, endedDocuments, retentionEndsAt } from './recovery-retention.js';
export { contactStandsMs } from './recovery-verification.js';
export { expireRecovery, observeRecovery, type TerminalFact } from './recovery-observe.js';
export { earthRadiusM, locationToleranceM, metresAway, metresBetween, type Point } from './location.js';
export {
  conformanceFaults,
  drift,
  type ConformanceFault,
  type ConformanceSetting,
  type ReportedPosture,
} from './conformance.js';
export {
  completeCommand,
  decideOperatorRegistry,
  evolveRegistry,
  exemptionOf,
  maxRegistryChanges,
  maxTrainings,
  maxWorkSeen,
  registrationOf,
  registryDecision,
  seeWork,
  unregistered,
  type Exemption,
  type OperatorRegistration,
  type RegistrationStatus,
  type RegistryChange,
  type OperatorRegistryCommand,
  type RegistryDecision,
  type RegistryEntry,
  type WorkSeen,
} from './operator-registry.js';
export { verdictFaults, type ToldVerdict, type VerdictFault } from './password-conformance.js';
export { exemptFrom, supervisorWork } from './scope-class.js';
export {
  choosePolicy,
  evolveChoices,
  evolvePolicy,
  maxOwnPolicies,
  maxPolicyChoices,
  maxPolicyVersions,
  policyChoiceAt,
  policyInForce,
  policyVersionAt,
  policyVersions,
  type PolicyChoices,
  type PolicyDraft,
  type PolicyEvent,
  type PolicyInForce,
  type PolicyLife,
  type PolicyVersion,
} from './policy.js';
export { discardDraft, putInForce, writePolicy } from './policy-draft.js';
export { defaultPolicy, shippedPolicies } from './shipped-policies.js';
export type { ShippedPolicy } from './shipped-policy.js';
export { addMonths, requiredTopic, trainingExpiry, trainingMonths } from './training.js';
