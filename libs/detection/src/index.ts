export type { Decision, DetectionEngine, Key, KnownFinding } from './decision.js';
export type { Observation } from './observation.js';
export type { Example, Finding, Grouping, Rule, Severity, Text } from './rule.js';
