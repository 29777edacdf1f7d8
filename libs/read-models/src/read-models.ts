import { accessReviews } from './access-reviews.js';
import { alerts } from './alerts.js';
import { controlFailures } from './control-failures.js';
import { controlRequests, fourEyes } from './control-requests.js';
import { dailyReviews } from './daily-reviews.js';
import { inspections } from './inspections.js';
import { minuteCounters } from './minute-counters.js';
import { onePersonStores } from './one-person-stores.js';
import { operatorRegistry } from './operator-registry.js';
import { operatorState } from './operator-state.js';
import { ownReads } from './own-reads.js';
import { policies } from './policies.js';
import type { ReadModel } from './read-model.js';
import { reveals } from './reveals.js';
import { rosters } from './rosters.js';
import { recoveryCases } from './recovery-cases.js';
import { ruleLife } from './rule-life.js';
import { shadowFindings } from './shadow-findings.js';
import { silences } from './silences.js';
import { storeCalendars } from './store-calendars.js';
import { storeMerchants } from './store-merchants.js';
import { terminalCommands } from './terminal-commands.js';
import { terminalKeys } from './terminal-keys.js';
import { terminalRegistry } from './terminal-registry.js';
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
  storeCalendars,
  storeMerchants,
  rosters,
  terminalRegistry,
  inspections,
  controlFailures,
  controlRequests,
  fourEyes,
  dailyReviews,
  accessReviews,
  recoveryCases,
  onePersonStores,
  operatorRegistry,
  policies,
  training,
  ownReads,
  reveals,
];
