/** Closed lists of recovery cases. */

export const recoveryCauses = ['long-unused', 'mis-operation', 'system-fault'] as const;
export type RecoveryCause = (typeof recoveryCauses)[number];

export const evidenceKinds = [
  'identity-check',
  'employment-certificate',
  'device-photo',
  'purchase-record',
  'transaction-record',
  'contact-confirmation',
  'other',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

export const evidenceFileTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const;
export type EvidenceFileType = (typeof evidenceFileTypes)[number];

/** Why a document is no longer there. */
export const destructionReasons = ['retention-ended'] as const;
export type DestructionReason = (typeof destructionReasons)[number];

/** Of one document: a scanned page or a photo. */
export const MAX_EVIDENCE_BYTES = 5 * 1024 * 1024;
/** References to transactions in one verification. */
export const MAX_TRANSACTIONS = 20;

/** Why an identity could not be verified. `person`: whoever looked into it says so. */
export const verificationFaults = [
  'person',
  'device-unknown',
  'device-mismatch',
  'contact-unknown',
  'contact-changed',
] as const;
export type VerificationFault = (typeof verificationFaults)[number];

export const orderOutcomes = ['done', 'refused'] as const;
export type OrderOutcome = (typeof orderOutcomes)[number];

/**
 * How a reset that a terminal tells of compares with its case: as it was to be, at a terminal that was not told to, through
 * another channel; with a password that need not be changed, before anybody approved, or once more after it was done.
 */
export const resetFindings = [
  'as-ordered',
  'elsewhere',
  'other-channel',
  'not-temporary',
  'before-approval',
  'again',
] as const;
export type ResetFinding = (typeof resetFindings)[number];

/** What has to be seen after a reset. */
export const recoverySteps = ['password-changed', 'factor-enrolled', 'sessions-ended'] as const;
export type RecoveryStep = (typeof recoverySteps)[number];

export const contactParties = [
  'operator',
  'store',
  'vendor',
  'bank',
  'payment-company',
  'support',
  'association',
] as const;
export type ContactParty = (typeof contactParties)[number];

export const contactMeans = ['phone', 'mail', 'message', 'visit'] as const;
export type ContactMeans = (typeof contactMeans)[number];

export const contactKinds = ['phone', 'mail'] as const;
export type ContactKind = (typeof contactKinds)[number];
