export type { IntakeAnswer, IntakeResult } from './intake.js';
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
