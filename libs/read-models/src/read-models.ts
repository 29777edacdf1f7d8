import { alerts } from './alerts.js';
import { minuteCounters } from './minute-counters.js';
import { operatorState } from './operator-state.js';
import type { ReadModel } from './read-model.js';
import { terminalState } from './terminal-state.js';
import { timeline } from './timeline.js';

/** Every read model: adding one costs its file and a line here. */
export const readModels: readonly ReadModel[] = [operatorState, terminalState, timeline, alerts, minuteCounters];
