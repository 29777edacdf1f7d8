export type { IntakeAnswer, IntakeResult } from './intake.js';
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
  AlertView,
  CounterView,
  DeadLetterView,
  Factor,
  GapView,
  LiveMessage,
  Network,
  OperatorView,
  OverviewView,
  Page,
  RuleView,
  Severity,
  TerminalView,
  TimelineEntry,
} from './views.js';
