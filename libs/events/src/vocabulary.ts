/** Closed lists that several event types share. */
export const networks = ['ethernet', 'cellular', 'wifi-private', 'wifi-public', 'unknown'] as const;
export type Network = (typeof networks)[number];

export const factors = ['password', 'pin', 'card', 'qr', 'biometric'] as const;
export type Factor = (typeof factors)[number];

export const promptOutcomes = ['approved', 'denied', 'unanswered'] as const;
export type PromptOutcome = (typeof promptOutcomes)[number];

export const resetChannels = ['administrator', 'vendor', 'bank', 'self-service'] as const;
export type ResetChannel = (typeof resetChannels)[number];

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What an alert turned out to be. `benign`: the rule was right and nothing was wrong. */
export const resolutionReasons = ['true-positive', 'benign', 'false-positive', 'duplicate', 'test'] as const;
export type ResolutionReason = (typeof resolutionReasons)[number];

/** A rule's life: being written, evaluated without telling anybody, in force, no longer evaluated. */
export const ruleStages = ['draft', 'shadow', 'live', 'retired'] as const;
export type RuleStage = (typeof ruleStages)[number];

/** What a roster says of a time. */
export const shiftKinds = ['work', 'leave'] as const;
export type ShiftKind = (typeof shiftKinds)[number];

/** What a personal field can be shown of. */
export const revealedThings = ['operator', 'recovery-case'] as const;
export type RevealedThing = (typeof revealedThings)[number];

/** Longest texts, in code points. */
export const MAX_PERSON_ID = 256;
export const MAX_REFERENCE = 128;
export const MAX_SENTENCE = 2_000;

/** SHA-256 in lower- or upper-case hex. */
export const HASH = /^[0-9A-Fa-f]{64}$/u;
export const UUID = /^[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$/u;

/** SHA-256 as we write it ourselves. */
export const DIGEST = /^[0-9a-f]{64}$/u;
/** As `source` names it. */
export const TERMINAL_ID = /^[A-Za-z0-9._-]{1,64}$/u;
/** Raw Ed25519 values in base64url without padding: 32 and 64 bytes. */
export const ED25519_KEY = /^[A-Za-z0-9_-]{43}$/u;
export const ED25519_SIGNATURE = /^[A-Za-z0-9_-]{86}$/u;
/** First 32 hex digits of the SHA-256 of a raw public key. */
export const KEY_ID = /^[0-9a-f]{32}$/u;

/** What the platform can tell a terminal to do. */
export const terminalCommands = ['freeze', 'unfreeze', 'end-sessions', 'demand-password-change'] as const;
export type TerminalCommand = (typeof terminalCommands)[number];

/** Most events that a terminal can report as waiting; far above what an outbox holds. */
export const MAX_QUEUED = 1_000_000_000;

export const stopReasons = ['power-loss', 'restart', 'update', 'closing'] as const;
export type StopReason = (typeof stopReasons)[number];

/** What an alert may count, and how many of its events it names. */
export const MAX_COUNT = 1_000_000_000;
export const MAX_EVIDENCE = 50;

/** Stores that a rule's stage may be limited to. */
export const MAX_STORES = 200;
export const MAX_MERCHANTS = 20;
/** Where notifications go, and of what. */
export const channelKinds = ['webhook', 'mail', 'syslog', 'dingtalk', 'wecom', 'feishu'] as const;
export type ChannelKind = (typeof channelKinds)[number];

export const notificationLanguages = ['zh', 'en', 'both'] as const;
export type NotificationLanguage = (typeof notificationLanguages)[number];

export const notificationKinds = [
  'alert-raised',
  'alert-severity-raised',
  'alert-reopened',
  'alert-superseded',
  'channel-disabled',
  'test',
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** What an attempt to deliver can come to, other than delivered. */
export const deliveryFailures = [
  'refused',
  'redirect',
  'timeout',
  'unreachable',
  'tls',
  'blocked',
  'unreadable-reply',
  'not-set-up',
  'failed',
] as const;
export type DeliveryFailure = (typeof deliveryFailures)[number];

export const accountKinds = ['person', 'machine'] as const;
export type AccountKind = (typeof accountKinds)[number];
/** A role of an account, as the table of permissions names it. */
export const ROLE = /^[a-z][a-z-]{0,63}$/u;
export const MAX_ROLES = 16;

export const passwordWays = ['setup-link', 'self', 'administrator'] as const;
export type PasswordWay = (typeof passwordWays)[number];

export const signInMethods = ['password', 'password-and-code', 'openid'] as const;
export type SignInMethod = (typeof signInMethods)[number];

/** Why somebody did not get in; they are not told. */
export const signInRefusals = [
  'unknown',
  'wrong-password',
  'wrong-code',
  'code-missing',
  'locked',
  'disabled',
  'not-permitted',
] as const;
export type SignInRefusal = (typeof signInRefusals)[number];
/** Acquirer and merchant codes: never as long as a card number. */
export const MERCHANT_CODE = /^[0-9A-Za-z]{1,15}$/u;
/** Unified social credit code of GB 32100-2015; its check character is for whoever takes it in. */
export const CREDIT_CODE = /^[0-9A-HJ-NPQRTUWXY]{18}$/u;
/** A calendar day, and an offset from UTC. */
export const DAY = /^\d{4}-\d{2}-\d{2}$/u;
export const ZONE = /^[+-]\d{2}:[0-5]\d$/u;

export const MAX_INSPECTION_DAYS = 366;
export const MAX_PHOTOS = 20;

/** What an inspection of a terminal can come to. */
export const inspectionResults = ['ok', 'defect', 'tamper', 'substitution'] as const;
export type InspectionResult = (typeof inspectionResults)[number];

/** What a terminal is known by besides its id: its serial number and the five items of PBoC Notice 259. */
export const identityItems = [
  'serial',
  'acquirerCode',
  'merchantCode',
  'merchantCreditCode',
  'settlementAccount',
  'deploymentAddress',
] as const;
export type IdentityItem = (typeof identityItems)[number];

/** The critical controls whose failure PCI DSS 10.7.2 wants to be known of, and any other. */
export const securityControls = [
  'network-security',
  'intrusion-detection',
  'change-detection',
  'anti-malware',
  'physical-access',
  'logical-access',
  'audit-logging',
  'log-review',
  'segmentation',
  'security-testing',
  'other',
] as const;
export type SecurityControl = (typeof securityControls)[number];
/** What part of PCI DSS 4.0.1 an operator's account falls under. */
export const scopeClasses = ['single-card-cashier', 'supervisor', 'administrator', 'vendor'] as const;
export type ScopeClass = (typeof scopeClasses)[number];

export const trainingMethods = ['classroom', 'online', 'on-the-job', 'briefing', 'external'] as const;
export type TrainingMethod = (typeof trainingMethods)[number];

/** `letter`: of either case, and of scripts without cases. */
export const characterClasses = ['lower', 'upper', 'letter', 'digit', 'symbol'] as const;
export type CharacterClass = (typeof characterClasses)[number];
/** How policy profiles are called; `choice` is what the choice among them is called. */
export const POLICY_PROFILE = /^(?!choice$)[a-z][a-z0-9-]{0,62}[a-z0-9]$/u;
