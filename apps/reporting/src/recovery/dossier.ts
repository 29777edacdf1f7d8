import {
  type AlertStatus,
  type Principal,
  type RecoveryCaseView,
  type RecoveryDossierView,
  type RecoveryHistoryEntry,
  shownTo,
  type TerminalCommandView,
} from '@tillwatch/api';
import type { RuleSet } from '@tillwatch/detection';
import { canonicalJson, sha256Hex } from '@tillwatch/kernel';
import type { Queryable } from '@tillwatch/postgres';
import { getAlerts, getOperator, getRecoveryCase, listAlerts, listTerminalCommands, maxPageSize, recoveryHistory, terminalFactsOf } from '@tillwatch/read-models'; // prettier-ignore
import { alertViews } from '../alerts/alert-view.js';

const statuses: AlertStatus[] = ['open', 'acknowledged', 'resolved', 'superseded'];
/** Alerts of each status: of an operator with more, a case is not the place to look. */
const alertsOfEach = 50;

/**
 * All there is on a case, as `reader` may see it: of its operator's alerts those in their stores, and masked; `undefined` when
 * there is none. The digest is of what is shown: one of the clear text would confirm who guesses what a mask hides.
 */
export async function dossierOf(
  db: Queryable,
  id: string,
  at: { rules: RuleSet; nowMs: number; reader: Principal },
): Promise<RecoveryDossierView | undefined> {
  const { nowMs, reader } = at;
  const { stores } = reader;
  const recovery = await getRecoveryCase(db, id, nowMs);
  if (!recovery) return undefined;
  const { items: timeline } = await recoveryHistory(db, id, { limit: maxPageSize, ascending: true });
  const operator = await getOperator(db, recovery.operatorId, nowMs);
  const alerts = await alertsAbout(db, recovery);
  const shown = stores ? alerts.filter(({ storeId }) => storeId !== undefined && stores.includes(storeId)) : alerts;
  const all = {
    case: recovery,
    timeline,
    people: peopleIn(timeline),
    terminalFacts: await terminalFactsOf(db, id),
    commands: await commandsOf(db, recovery),
    alerts: await alertViews(db, shown, at),
    ...(operator && { operator }),
  };
  const dossier = shownTo(reader, all, 'recovery-cases');
  return { ...dossier, digest: sha256Hex(canonicalJson(dossier)) };
}

function peopleIn(timeline: readonly RecoveryHistoryEntry[]): RecoveryDossierView['people'] {
  const people = new Map<string, string[]>();
  for (const { actor, name } of timeline)
    if (actor !== undefined) people.set(actor, [...(people.get(actor) ?? []), name]);
  return [...people].map(([name, did]) => ({ name, did }));
}

async function commandsOf(db: Queryable, { orders }: RecoveryCaseView): Promise<TerminalCommandView[]> {
  const ids = new Set(orders.flatMap(({ endSessionsId, demandChangeId }) => [endSessionsId, demandChangeId]));
  const commands: TerminalCommandView[] = [];
  for (const terminalId of new Set(orders.map((order) => order.terminalId))) {
    const { items } = await listTerminalCommands(db, terminalId, { limit: maxPageSize });
    commands.push(...items.filter(({ commandId }) => ids.has(commandId.toLowerCase())).toReversed());
  }
  return commands;
}

async function alertsAbout(db: Queryable, { alertId, operatorId, useReports }: RecoveryCaseView) {
  const named = [alertId, ...useReports.map((report) => report.alertId)].filter((id) => id !== undefined);
  const found = await getAlerts(db, named);
  for (const status of statuses) {
    found.push(...(await listAlerts(db, { operator: operatorId, status, limit: alertsOfEach })).items);
  }
  return [...new Map(found.map((alert) => [alert.id, alert])).values()];
}
