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
  TerminalCommandView,
  TerminalKeyView,
  TerminalView,
  TimelineEntry,
} from './views.js';
