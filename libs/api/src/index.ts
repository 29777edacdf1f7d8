export type {
  AlertExplanation,
  ExplanationStep,
  Held,
  RuleExplanation,
  RuleLimits,
  Said,
} from './explanation-views.js';
export type {
  BackfillLine,
  BackfillSummary,
  BacktestFinding,
  BacktestLine,
  BacktestProgress,
  BacktestSummary,
  BacktestVanished,
} from './backtest-views.js';
export type { IntakeAnswer, IntakeResult } from './intake.js';
export type { StoreView } from './store-views.js';
export type {
  ChannelKind,
  DeliveryAttemptView,
  DeliveryFailure,
  DeliveryStatus,
  DeliveryView,
  NotificationChannelView,
  NotificationKind,
  NotificationLanguage,
  WithheldBecause,
} from './notifications.js';
export type {
  CounterView,
  DeadLetterView,
  Factor,
  GapView,
  LiveMessage,
  Network,
  OperatorView,
  OverviewView,
  Page,
  TerminalCommandView,
  TerminalKeyView,
  TerminalView,
  TimelineEntry,
} from './views.js';
export type { DeadlineListView, DeadlineView, ShiftView, StoreCalendarView } from './deadline-views.js';
export type {
  AlertCommandAnswer,
  AlertGroupView,
  AlertHistoryEntry,
  AlertStatus,
  AlertView,
  EntityRiskView,
  ResolutionReason,
  ResolutionView,
  RiskView,
  RuleStage,
  FaultyRuleView,
  RuleView,
  ScorecardView,
  Severity,
  ShadowFindingView,
  SilenceMark,
  SilenceView,
  StageChangeView,
} from './alert-views.js';
export type { AccountTokenView, AccountView, CommandRight, MeView } from './accounts.js';
export { may, type Permission, permissions, type Role, roles } from './permissions.js';
export { maskReference } from './masks.js';
export type { Principal } from './principal.js';
export type { RevealAnswer, RevealedThing, RevealView } from './reveal-views.js';
export { masked, sensitiveAt, sensitiveFields, shownTo } from './sensitive-fields.js';
export type {
  DoneByView,
  InspectionResult,
  InspectionView,
  RegistrationView,
  TerminalBindingView,
} from './registry-views.js';
export type {
  AccessDecision,
  AccessReviewDetail,
  AccessReviewList,
  AccessReviewView,
  ControlFailureView,
  ControlRequestView,
  DailyCheck,
  DailyContent,
  DailyException,
  DailyReviewDetail,
  DailyReviewView,
  FourEyesView,
  ReviewedAccountView,
  SecurityControl,
} from './review-views.js';
export type {
  ContactView,
  EvidenceKind,
  EvidenceView,
  OnePersonStoreView,
  RecoveryCaseView,
  RecoveryCause,
  RecoveryChannel,
  RecoveryCheck,
  RecoveryCommandAnswer,
  RecoveryDossierView,
  RecoveryHistoryEntry,
  RecoveryOrderView,
  RecoveryStatus,
  RecoveryStepName,
  ResetFinding,
  ResetView,
  TerminalFactView,
  VerificationView,
} from './recovery-views.js';
export type {
  ExemptionView,
  OperatorCommandAnswer,
  PasswordVerdictView,
  RegistrationStatus,
  OperatorRegistrationView,
  ScopeClass,
  TrainingMethod,
  TrainingView,
} from './operator-views.js';
export type {
  CharacterClass,
  ConformanceView,
  PoliciesView,
  PolicyDraftView,
  PolicyPublishedAnswer,
  PolicySettings,
  PolicyVersionView,
  PolicyView,
} from './policy-views.js';
export type { ImportKind, ImportKindView, ImportRowStatus, ImportRowView, ImportView } from './imports.js';
