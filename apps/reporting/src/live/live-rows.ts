import type { LiveMessage } from '@tillwatch/api';
import type { RuleSet } from '@tillwatch/detection';
import { type Clock, inTenant } from '@tillwatch/kernel';
import type { Database } from '@tillwatch/postgres';
import {
  getAlerts,
  getCounters,
  getOperators,
  getTerminals,
  liveChannel,
  readCheckpoint,
} from '@tillwatch/read-models';
import { alertViews } from '../alerts/alert-view.js';
import type { PendingChanges } from './pending-changes.js';
import type { LiveSource } from './live-hub.js';

/** The live hub's view of the database: a few queries per notification, whatever it names. No request asks for them. */
export function liveRows(database: Database, clock: Clock, rules: RuleSet, tenant: string): LiveSource {
  return {
    listen: (onNotification, onGap) => database.listen(liveChannel, onNotification, onGap),
    position: () => inTenant(tenant, async () => (await readCheckpoint(database, false)).position),
    fetch: (changes) => inTenant(tenant, () => fetch(changes)),
  };

  async function fetch({ alerts, operators, terminals, counters }: PendingChanges): Promise<LiveMessage[]> {
    const [alertRows, operatorRows, terminalRows, counterRows] = await Promise.all([
      alerts.size > 0
        ? getAlerts(database, [...alerts]).then((rows) => alertViews(database, rows, { rules, nowMs: clock() }))
        : [],
      operators.size > 0 ? getOperators(database, [...operators], clock()) : [],
      terminals.size > 0 ? getTerminals(database, [...terminals]) : [],
      counters.size > 0 ? getCounters(database, [...counters]) : [],
    ]);
    // Alerts first: they are what somebody waits for.
    return [
      ...alertRows.map((change) => ({ kind: 'alert' as const, change })),
      ...operatorRows.map((change) => ({ kind: 'operator' as const, change })),
      ...terminalRows.map((change) => ({ kind: 'terminal' as const, change })),
      ...counterRows.map((change) => ({ kind: 'counter' as const, change })),
    ];
  }
}
