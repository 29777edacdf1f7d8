export {
  catalogue,
  isEvent,
  platformEvents,
  terminalEvents,
  type EventName,
  type EventOf,
  type PayloadOf,
  type PlatformEventName,
  type TerminalEventName,
} from './catalogue.js';
export { maskText } from './mask-text.js';
export { redact, type Redaction } from './redact.js';
export { EXTRA_ATTRIBUTES, identityOf, identityOfHeader, terminalIdOf, type CloudEvent } from './cloud-event.js';
export { describeCatalogue } from './describe-catalogue.js';
export { createDecoder, decodeEvent, type StoredRow } from './decode-event.js';
export { defineEvent, typeName, type EarlierVersion, type EventDefinition, type EventSpec } from './define-event.js';
export { claimOf, encodeEvent, type Arrival, type EncodedEvent } from './encode-event.js';
export type { EventHeader, Mark } from './header.js';
export { eventHash } from './event-hash.js';
export { isInstant } from './instant.js';
export type { LogEvent } from './log-event.js';
export type { JsonSchema } from './payload-schema.js';
export { MAX_DEPTH, MAX_EVENT_BYTES, MAX_EVENTS, MAX_MEMBERS, parseEvents, type ParsedEvent } from './parse-request.js';
export { platformEvent, type PlatformOrigin } from './platform-event.js';
export { faultsIn, isValidData, type DataFault } from './validate-data.js';
export type { AlertRaised } from './platform/alert-raised.js';
export type { AlertRevised } from './platform/alert-revised.js';
export type { AlertSuperseded } from './platform/alert-superseded.js';
export type { AlertCleared } from './platform/alert-cleared.js';
export type { AlertAcknowledged } from './platform/alert-acknowledged.js';
export type { AlertAssigned } from './platform/alert-assigned.js';
export type { AlertCommented } from './platform/alert-commented.js';
export type { AlertResolved } from './platform/alert-resolved.js';
export type { AlertReopened } from './platform/alert-reopened.js';
export type { SilenceCreated, SilenceMatchers } from './platform/silence-created.js';
export type { SilenceExpired } from './platform/silence-expired.js';
export type { RuleStageChanged } from './platform/rule-stage-changed.js';
export type { ShadowFindingRecorded } from './platform/shadow-finding-recorded.js';
export type { ShiftCancelled } from './platform/shift-cancelled.js';
export type { ShiftPlanned } from './platform/shift-planned.js';
export type { StoreMerchantChanged } from './platform/store-merchant-changed.js';
export { WeekHours, type StoreCalendarSet } from './platform/store-calendar-set.js';
export type { GapDeclaredLost } from './platform/gap-declared-lost.js';
export type { ConflictingEventReceived } from './platform/conflicting-event-received.js';
export type { NotificationChannelChanged } from './platform/notification-channel-changed.js';
export type { NotificationDelivered } from './platform/notification-delivered.js';
export type { NotificationFailed } from './platform/notification-failed.js';
export type { EnrolmentCodeIssued } from './platform/enrolment-code-issued.js';
export type { EnrolmentCodeRefused } from './platform/enrolment-code-refused.js';
export type { TerminalKeyRegistered } from './platform/terminal-key-registered.js';
export type { JournalPlace, TerminalKeyRevoked } from './platform/terminal-key-revoked.js';
export type { TerminalCommandIssued } from './platform/terminal-command-issued.js';
export type { GeoPoint, TerminalBinding } from './platform/terminal-registered.js';
export {
  CREDIT_CODE,
  inspectionResults,
  MAX_INSPECTION_DAYS,
  MAX_PHOTOS,
  MERCHANT_CODE,
  securityControls,
  type IdentityItem,
  type InspectionResult,
  type SecurityControl,
} from './vocabulary.js';
export type { LoginSucceeded } from './terminal/login-succeeded.js';
export type { LoginFailed } from './terminal/login-failed.js';
export type { LoggedOut } from './terminal/logged-out.js';
export type { OperatorLocked } from './terminal/operator-locked.js';
export type { OperatorUnlocked } from './terminal/operator-unlocked.js';
export type { PasswordChanged } from './terminal/password-changed.js';
export type { PasswordReset } from './terminal/password-reset.js';
export type { FactorEnrolled } from './terminal/factor-enrolled.js';
export type { FactorRemoved } from './terminal/factor-removed.js';
export type { FactorBypassed } from './terminal/factor-bypassed.js';
export type { FactorPrompted } from './terminal/factor-prompted.js';
export type { OperatorAdded } from './terminal/operator-added.js';
export type { OperatorDisabled } from './terminal/operator-disabled.js';
export type { RoleChanged } from './terminal/role-changed.js';
export type { TerminalStarted } from './terminal/terminal-started.js';
export type { TerminalStopped } from './terminal/terminal-stopped.js';
export type { WentOffline } from './terminal/went-offline.js';
export type { CameOnline } from './terminal/came-online.js';
export type { Heartbeat } from './terminal/heartbeat.js';
export type { ClockAdjusted } from './terminal/clock-adjusted.js';
export type { NetworkChanged } from './terminal/network-changed.js';
export type { TamperDetected } from './terminal/tamper-detected.js';
export type { ChainSealed } from './terminal/chain-sealed.js';
export {
  resolutionReasons,
  ruleStages,
  severities,
  shiftKinds,
  type ResolutionReason,
  type RuleStage,
  type Severity,
  type ShiftKind,
} from './vocabulary.js';
export { notificationKinds } from './vocabulary.js';
export type { JournalOpened } from './terminal/journal-opened.js';
export type { CommandAcknowledged } from './terminal/command-acknowledged.js';
export type { EventsLost } from './terminal/events-lost.js';
export { ED25519_KEY, ED25519_SIGNATURE, KEY_ID, terminalCommands, type TerminalCommand } from './vocabulary.js';
export type { AccountKind, PasswordWay, SignInMethod, SignInRefusal } from './vocabulary.js';
export {
  contactKinds,
  contactMeans,
  contactParties,
  destructionReasons,
  evidenceFileTypes,
  evidenceKinds,
  MAX_EVIDENCE_BYTES,
  MAX_TRANSACTIONS,
  recoveryCauses,
  recoverySteps,
  type ContactKind,
  type ContactMeans,
  type ContactParty,
  type DestructionReason,
  type EvidenceFileType,
  type EvidenceKind,
  type RecoveryCause,
  type RecoveryStep,
  type ResetFinding,
  type VerificationFault,
} from './recovery-words.js';
export { resetChannels, type ResetChannel } from './vocabulary.js';
export type { AuditDataRead } from './platform/audit-data-read.js';
export type { PersonalDataRevealed } from './platform/personal-data-revealed.js';
export { revealedThings, type RevealedThing } from './vocabulary.js';
export type { OperatorRegistered } from './platform/operator-registered.js';
export type { OperatorSuspended } from './platform/operator-suspended.js';
export type { OperatorResumed } from './platform/operator-resumed.js';
export type { OperatorLeft } from './platform/operator-left.js';
export type { OperatorRoleAssigned } from './platform/operator-role-assigned.js';
export type { OperatorScopeAssigned } from './platform/operator-scope-assigned.js';
export type { TrainingRecorded } from './platform/training-recorded.js';
export { scopeClasses, trainingMethods, type ScopeClass, type TrainingMethod } from './vocabulary.js';
export type { PolicyProfilePublished, PolicySettings } from './platform/policy-profile-published.js';
export type { PolicyProfileChosen } from './platform/policy-profile-chosen.js';
export { characterClasses, POLICY_PROFILE, type CharacterClass } from './vocabulary.js';
