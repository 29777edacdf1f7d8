import type { Decision, Key, LimitMet } from './decision.js';
import { alertIdOf } from './reconcile.js';
import type { Rule } from './rule.js';

/**
 * R30i. Not a fold over events: what the engine could not judge, told once for each operator or terminal until somebody
 * has resolved it. Unlike what rules find it depends on how events arrived; that is what it is about.
 */
export const detectionLimits: Rule = {
  id: 'R30i',
  version: 1,
  severity: 'high',
  title: { en: 'Detection reached one of its limits', zh: '检测达到上限，部分事件未被判断' },
  firesWhen: {
    en: 'An event that comes too late for a rule to judge, or more events of one key than are held.',
    zh: '事件到达过晚而无法由规则判断，或同一对象的事件超过保存上限。',
  },
  runbook: {
    en: 'Some stored events of this operator or terminal were not judged by every rule. Run a backfill over the time of the events listed (POST /v1/rules/{id}/backfill for each rule in the details): what they show is raised then. "too-late": find out why the terminal delivered more than three days late. "history-cut": thousands of events within days are an attack or a broken device; look at them first.',
    zh: '该操作员或终端的部分已存储事件未经全部规则判断。请针对所列事件的时间段执行补算（对详情中的每条规则调用 POST /v1/rules/{id}/backfill），补算会就其中的问题告警。“too-late”：查明终端为何晚于三天才上报。“history-cut”：数日内出现数千条事件，通常是攻击或设备故障，应优先查看。',
  },
  falsePositives: {
    en: 'Importing an old log for operators or terminals that have newer events.',
    zh: '为已有较新事件的操作员或终端导入旧日志。',
  },
  knownGaps: {
    en: 'Told once while it is open: later events that are not judged do not change it, the metrics count them.',
    zh: '告警未关闭期间只提示一次，之后未判断的事件不会更新该告警，可在指标中查看数量。',
  },
  references: ['PCI DSS 4.0.1 10.7.2', 'PCI DSS 4.0.1 10.4.1'],
  on: [],
  groupBy: 'operator',
  window: 0,
  initialState: () => undefined,
  evolve: () => undefined,
  examples: [],
};

/** What tells of limits that were met: the same alert for a key each time. */
export function limitDecisions(met: readonly LimitMet[]): Decision[] {
  return met.map(({ kind, key, rules: affected, events, count }) => {
    const first = events[0]!;
    const times = events.map(({ at }) => at);
    return {
      alertId: limitAlertId(key),
      rule: detectionLimits,
      key,
      kind: 'raise',
      finding: {
        ...{ anchor: first.id, severity: detectionLimits.severity, count },
        ...{ firstAt: Math.min(...times), lastAt: Math.max(...times), evidence: events.map(({ id }) => id) },
        details: { limit: kind, rules: [...affected].sort() },
      },
      lateByMs: kind === 'too-late' ? Math.max(...events.map(({ at, recordedAt }) => recordedAt - at)) : 0,
      terminalId: first.terminalId,
      ...(key.groupBy === 'operator' && { operatorId: key.value }),
      ...(first.storeId !== undefined && { storeId: first.storeId }),
    };
  });
}

function limitAlertId(key: Key): string {
  return alertIdOf(detectionLimits.id, key, key.groupBy);
}
