import type { EventDefinition } from './define-event.js';
import type { LogEvent } from './log-event.js';
import { alertRaised } from './platform/alert-raised.js';
import { alertRevised } from './platform/alert-revised.js';
import { alertSuperseded } from './platform/alert-superseded.js';
import { alertCleared } from './platform/alert-cleared.js';
import { accountCreated } from './platform/account-created.js';
import { accountDisabled } from './platform/account-disabled.js';
import { accountEnabled } from './platform/account-enabled.js';
import { accountFactorChanged } from './platform/account-factor-changed.js';
import { accountLocked } from './platform/account-locked.js';
import { accountPasswordSet } from './platform/account-password-set.js';
import { accountRolesChanged } from './platform/account-roles-changed.js';
import { accountSetupLinkIssued } from './platform/account-setup-link-issued.js';
import { accountTokenIssued } from './platform/account-token-issued.js';
import { accountTokenRevoked } from './platform/account-token-revoked.js';
import { accountUnlocked } from './platform/account-unlocked.js';
import { auditDataRead } from './platform/audit-data-read.js';
import { personalDataRevealed } from './platform/personal-data-revealed.js';
import { sessionEnded } from './platform/session-ended.js';
import { signInFailed } from './platform/sign-in-failed.js';
import { signInSucceeded } from './platform/sign-in-succeeded.js';
import { alertAcknowledged } from './platform/alert-acknowledged.js';
import { alertAssigned } from './platform/alert-assigned.js';
import { alertCommented } from './platform/alert-commented.js';
import { alertResolved } from './platform/alert-resolved.js';
import { alertReopened } from './platform/alert-reopened.js';
import { silenceCreated } from './platform/silence-created.js';
import { silenceExpired } from './platform/silence-expired.js';
import { backfillOrdered } from './platform/backfill-ordered.js';
import { ruleStageChanged } from './platform/rule-stage-changed.js';
import { shadowFindingRecorded } from './platform/shadow-finding-recorded.js';
import { shiftCancelled } from './platform/shift-cancelled.js';
import { shiftPlanned } from './platform/shift-planned.js';
import { storeCalendarSet } from './platform/store-calendar-set.js';
import { storeMerchantChanged } from './platform/store-merchant-changed.js';
import { gapDeclaredLost } from './platform/gap-declared-lost.js';
import { conflictingEventReceived } from './platform/conflicting-event-received.js';
import { notificationChannelChanged } from './platform/notification-channel-changed.js';
import { notificationDelivered } from './platform/notification-delivered.js';
import { notificationFailed } from './platform/notification-failed.js';
import { enrolmentCodeIssued } from './platform/enrolment-code-issued.js';
import { enrolmentCodeRefused } from './platform/enrolment-code-refused.js';
import { terminalKeyRegistered } from './platform/terminal-key-registered.js';
import { terminalKeyRevoked } from './platform/terminal-key-revoked.js';
import { terminalCommandIssued } from './platform/terminal-command-issued.js';
import { terminalRegistered } from './platform/terminal-registered.js';
import { terminalBindingChanged } from './platform/terminal-binding-changed.js';
import { terminalCustodianChanged } from './platform/terminal-custodian-changed.js';
import { terminalMoved } from './platform/terminal-moved.js';
import { terminalRetired } from './platform/terminal-retired.js';
import { serialClaimed } from './platform/serial-claimed.js';
import { serialReleased } from './platform/serial-released.js';
import { terminalIdentityChanged } from './platform/terminal-identity-changed.js';
import { inspectionScheduled } from './platform/inspection-scheduled.js';
import { terminalInspected } from './platform/terminal-inspected.js';
import { controlFailureOpened } from './platform/control-failure-opened.js';
import { controlFailureResumed } from './platform/control-failure-resumed.js';
import { controlFailureClosed } from './platform/control-failure-closed.js';
import { dailyReviewCompiled } from './platform/daily-review-compiled.js';
import { dailyReviewSignedOff } from './platform/daily-review-signed-off.js';
import { accessReviewOpened } from './platform/access-review-opened.js';
import { accessReviewDecided } from './platform/access-review-decided.js';
import { accessReviewClosed } from './platform/access-review-closed.js';
import { fourEyesChanged } from './platform/four-eyes-changed.js';
import { terminalControlRequested } from './platform/terminal-control-requested.js';
import { terminalControlApproved } from './platform/terminal-control-approved.js';
import { terminalControlRejected } from './platform/terminal-control-rejected.js';
import { recoveryCaseRequested } from './platform/recovery-case-requested.js';
import { recoveryCauseRecorded } from './platform/recovery-cause-recorded.js';
import { recoveryEvidenceAdded } from './platform/recovery-evidence-added.js';
import { evidenceFileStored } from './platform/evidence-file-stored.js';
import { evidenceFileDestroyed } from './platform/evidence-file-destroyed.js';
import { evidenceFileRead } from './platform/evidence-file-read.js';
import { identityVerified } from './platform/identity-verified.js';
import { identityVerificationFailed } from './platform/identity-verification-failed.js';
import { recoveryApproved } from './platform/recovery-approved.js';
import { recoveryRejected } from './platform/recovery-rejected.js';
import { recoveryWithdrawn } from './platform/recovery-withdrawn.js';
import { recoveryHeld } from './platform/recovery-held.js';
import { recoveryHoldReleased } from './platform/recovery-hold-released.js';
import { recoveryOrdered } from './platform/recovery-ordered.js';
import { recoveryOrderAnswered } from './platform/recovery-order-answered.js';
import { recoveryResetSeen } from './platform/recovery-reset-seen.js';
import { recoveryStepSeen } from './platform/recovery-step-seen.js';
import { recoveryClosed } from './platform/recovery-closed.js';
import { recoveryExpired } from './platform/recovery-expired.js';
import { recoveryAssigned } from './platform/recovery-assigned.js';
import { contactAttempted } from './platform/contact-attempted.js';
import { unauthorisedUseReported } from './platform/unauthorised-use-reported.js';
import { onePersonStoreRegistered } from './platform/one-person-store-registered.js';
import { contactRegistered } from './platform/contact-registered.js';
import { contactRemoved } from './platform/contact-removed.js';
import { operatorRegistered } from './platform/operator-registered.js';
import { operatorSuspended } from './platform/operator-suspended.js';
import { operatorResumed } from './platform/operator-resumed.js';
import { operatorLeft } from './platform/operator-left.js';
import { operatorRoleAssigned } from './platform/operator-role-assigned.js';
import { operatorScopeAssigned } from './platform/operator-scope-assigned.js';
import { trainingRecorded } from './platform/training-recorded.js';
import { policyDraftDiscarded } from './platform/policy-draft-discarded.js';
import { policyProfileDrafted } from './platform/policy-profile-drafted.js';
import { policyProfilePublished } from './platform/policy-profile-published.js';
import { policyProfileChosen } from './platform/policy-profile-chosen.js';
import { loginSucceeded } from './terminal/login-succeeded.js';
import { loginFailed } from './terminal/login-failed.js';
import { loggedOut } from './terminal/logged-out.js';
import { operatorLocked } from './terminal/operator-locked.js';
import { operatorUnlocked } from './terminal/operator-unlocked.js';
import { passwordChanged } from './terminal/password-changed.js';
import { passwordReset } from './terminal/password-reset.js';
import { factorEnrolled } from './terminal/factor-enrolled.js';
import { factorPrompted } from './terminal/factor-prompted.js';
import { factorRemoved } from './terminal/factor-removed.js';
import { factorBypassed } from './terminal/factor-bypassed.js';
import { operatorAdded } from './terminal/operator-added.js';
import { operatorDisabled } from './terminal/operator-disabled.js';
import { roleChanged } from './terminal/role-changed.js';
import { terminalStarted } from './terminal/terminal-started.js';
import { terminalStopped } from './terminal/terminal-stopped.js';
import { wentOffline } from './terminal/went-offline.js';
import { cameOnline } from './terminal/came-online.js';
import { heartbeat } from './terminal/heartbeat.js';
import { clockAdjusted } from './terminal/clock-adjusted.js';
import { networkChanged } from './terminal/network-changed.js';
import { tamperDetected } from './terminal/tamper-detected.js';
import { chainSealed } from './terminal/chain-sealed.js';
import { journalOpened } from './terminal/journal-opened.js';
import { commandAcknowledged } from './terminal/command-acknowledged.js';
import { eventsLost } from './terminal/events-lost.js';

/** Every event type a terminal sends: adding one costs its file and a line here. */
export const terminalEvents = [
  loginSucceeded,
  loginFailed,
  loggedOut,
  operatorLocked,
  operatorUnlocked,
  passwordChanged,
  passwordReset,
  factorEnrolled,
  factorRemoved,
  factorBypassed,
  factorPrompted,
  operatorAdded,
  operatorDisabled,
  roleChanged,
  terminalStarted,
  terminalStopped,
  wentOffline,
  cameOnline,
  heartbeat,
  clockAdjusted,
  networkChanged,
  tamperDetected,
  chainSealed,
  journalOpened,
  commandAcknowledged,
  eventsLost,
] as const;

/** Every event type the platform itself appends. */
export const platformEvents = [
  alertRaised,
  alertRevised,
  alertSuperseded,
  alertCleared,
  alertAcknowledged,
  alertAssigned,
  alertCommented,
  alertResolved,
  alertReopened,
  silenceCreated,
  silenceExpired,
  ruleStageChanged,
  backfillOrdered,
  shadowFindingRecorded,
  storeCalendarSet,
  storeMerchantChanged,
  shiftPlanned,
  shiftCancelled,
  gapDeclaredLost,
  conflictingEventReceived,
  notificationChannelChanged,
  notificationDelivered,
  notificationFailed,
  enrolmentCodeIssued,
  enrolmentCodeRefused,
  terminalKeyRegistered,
  terminalKeyRevoked,
  terminalCommandIssued,
  accountCreated,
  accountRolesChanged,
  accountDisabled,
  accountEnabled,
  accountPasswordSet,
  accountSetupLinkIssued,
  accountLocked,
  accountUnlocked,
  accountFactorChanged,
  accountTokenIssued,
  accountTokenRevoked,
  signInSucceeded,
  signInFailed,
  sessionEnded,
  auditDataRead,
  personalDataRevealed,
  terminalRegistered,
  terminalBindingChanged,
  terminalCustodianChanged,
  terminalMoved,
  terminalRetired,
  serialClaimed,
  serialReleased,
  terminalIdentityChanged,
  inspectionScheduled,
  terminalInspected,
  controlFailureOpened,
  controlFailureResumed,
  controlFailureClosed,
  dailyReviewCompiled,
  dailyReviewSignedOff,
  accessReviewOpened,
  accessReviewDecided,
  accessReviewClosed,
  fourEyesChanged,
  terminalControlRequested,
  terminalControlApproved,
  terminalControlRejected,
  recoveryCaseRequested,
  recoveryCauseRecorded,
  recoveryEvidenceAdded,
  evidenceFileStored,
  evidenceFileRead,
  evidenceFileDestroyed,
  recoveryHeld,
  recoveryHoldReleased,
  identityVerified,
  identityVerificationFailed,
  recoveryApproved,
  recoveryRejected,
  recoveryWithdrawn,
  recoveryOrdered,
  recoveryOrderAnswered,
  recoveryResetSeen,
  recoveryStepSeen,
  recoveryClosed,
  recoveryExpired,
  recoveryAssigned,
  contactAttempted,
  unauthorisedUseReported,
  onePersonStoreRegistered,
  contactRegistered,
  contactRemoved,
  operatorRegistered,
  operatorSuspended,
  operatorResumed,
  operatorLeft,
  operatorRoleAssigned,
  operatorScopeAssigned,
  trainingRecorded,
  policyProfileDrafted,
  policyDraftDiscarded,
  policyProfilePublished,
  policyProfileChosen,
] as const;

export const catalogue: readonly EventDefinition[] = [...terminalEvents, ...platformEvents];

type Terminal = (typeof terminalEvents)[number];
type Platform = (typeof platformEvents)[number];

export type TerminalEventName = Terminal['name'];
export type PlatformEventName = Platform['name'];
export type EventName = TerminalEventName | PlatformEventName;

/** Data of an event type: `PayloadOf<'LoginFailed'>`. */
export type PayloadOf<Name extends EventName> = Plain<Extract<Terminal | Platform, { name: Name }>['sample']>;

/** A log event of one type, or the union of several: `EventOf<'LoginFailed' | 'LoginSucceeded'>`. */
export type EventOf<Name extends EventName> = { [N in Name]: LogEvent<N, PayloadOf<N>> }[Name];

/** The fields alone, so that a payload is also a JSON object to the compiler. */
type Plain<T> = { [K in keyof T]: T[K] };

/** Narrows a log event to one catalogue type; what the log holds under that name has the current schema version. */
export function isEvent<Name extends EventName>(event: LogEvent, name: Name): event is EventOf<Name> & LogEvent {
  return event.name === name;
}
