import type { AlertView } from '@tillwatch/api';
import { rules } from '@tillwatch/detection';
import type { AlertRow } from '@tillwatch/read-models';

const titles = new Map(rules.map(({ id, title }) => [id, title]));

/** A stored alert under the title its rule has today; an alert of a rule that is gone keeps the rule's id. */
export function alertView(alert: AlertRow): AlertView {
  return { ...alert, title: titles.get(alert.rule) ?? { en: alert.rule, zh: alert.rule } };
}
