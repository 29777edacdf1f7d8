import { alerts } from './alerts.js';
import { minuteCounters } from './minute-counters.js';
import { operatorRegistry } from './operator-registry.js';
import { operatorState } from './operator-state.js';
import { policies } from './policies.js';
import type { ReadModel } from './read-model.js';
import { ruleLife } from './rule-life.js';
import { shadowFindings } from './shadow-findings.js';
import { silences } from './silences.js';
import { terminalCommands } from './terminal-commands.js';
import { terminalKeys } from './terminal-keys.js';
import { terminalState } from './terminal-state.js';
import { timeline } from './timeline.js';
import { training } from './training.js';

/** Every read model, the costliest for the server first: adding one costs its file and a line here. */
export const readModels: readonly ReadModel[] = [
  timeline,
  operatorState,
  terminalState,
  alerts,
  minuteCounters,
  silences,
  shadowFindings,
  ruleLife,
  terminalCommands,
  terminalKeys,
  operatorRegistry,
  policies,
  training,
];
