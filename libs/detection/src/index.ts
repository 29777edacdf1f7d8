export type { Decision, DetectionEngine, EngineCounters, Key, KnownFinding, LimitMet } from './decision.js';
export { KeyBacktest, lookBackOf, type BacktestRange, type Found } from './backtest.js';
export { describeRules } from './describe-rules.js';
export { detectionLimits, limitDecisions } from './detection-limits.js';
export { createDetectionEngine, type EngineLimits } from './engine.js';
export { explain, withEvidence, type Explanation, type Step } from './explain.js';
export { HABIT_MS, WEEK_MS } from './habits.js';
export { PART_OF_DAY_MS } from './rules/rare-hour.js';
export { actorOf, keyValueOf } from './interest.js';
export type { Observation } from './observation.js';
export { alertIdOf, subjectsOf } from './reconcile.js';
export { groupings } from './rule.js';
export type {
  Comparison,
  Example,
  Finding,
  Grouping,
  Lasting,
  Progress,
  Rule,
  Severity,
  Text,
  Tier,
  Withdrawal,
} from './rule.js';
export { isClockOff } from './rules/clock-fault.js';
export { ourRules, ruleSet, type RuleSet } from './rule-set.js';
export { rules } from './rules.js';
export { Correlator, type RuleHit } from './sigma/correlate/correlator.js';
export type { CorrelationMatch } from './sigma/correlate/correlation-node.js';
export { defaultLimits, type CorrelationCounters, type CorrelationLimits } from './sigma/correlate/limits.js';
export type { EventReference } from './sigma/correlate/occurrence.js';
export { ruleFromSigma, rulesFromSigma, type RulesFromSigma } from './sigma/live/rules-from-sigma.js';
export { SigmaEngine, type Observed } from './sigma/engine.js';
export { loadSigma, type LoadedSigma, type SigmaFile, type SigmaOptions } from './sigma/load-sigma.js';
export { defaultHeadFields, headReader, type EventHead, type HeadFields } from './sigma/match/event-head.js';
export { sigmaProblemTexts, type SigmaProblemCode } from './sigma/problem-texts.js';
export { refuseFile, type SigmaProblem } from './sigma/problem.js';
export type { CorrelationDocument, Logsource, RuleDocument, SigmaHead, SigmaLevel } from './sigma/read/documents.js';
export { readMapping, readPlaceholders, type SigmaMapping } from './sigma/read/read-mapping.js';
export { MAX_FILE_BYTES } from './sigma/read/read-yaml.js';
export { instantOf } from './sigma/value/instant.js';
