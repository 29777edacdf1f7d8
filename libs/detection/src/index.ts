export type { Decision, DetectionEngine, EngineCounters, Key, KnownFinding } from './decision.js';
export { describeRules } from './describe-rules.js';
export { createDetectionEngine, type EngineLimits } from './engine.js';
export type { Observation } from './observation.js';
export { alertIdOf } from './reconcile.js';
export type { Example, Finding, Grouping, Lasting, Rule, Severity, Text } from './rule.js';
export { rules } from './rules.js';
