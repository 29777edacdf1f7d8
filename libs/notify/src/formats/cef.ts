import type { Severity } from '@tillwatch/api';
import type { AlertFacts, Message } from '../notification.js';
import { product } from '../product.js';
import { visible } from '../text/visible.js';
import { headlineOf } from '../text/wording.js';

/** CEF counts 0 to 10: low 0-3, medium 4-6, high 7-8, very high 9-10. */
const levels: Record<Severity, number> = { low: 3, medium: 5, high: 8, critical: 10 };

/**
 * One line of ArcSight Common Event Format 0 (Micro Focus, "Implementing ArcSight CEF", version 25), UTF-8, no line ends.
 * The signature id is the rule, or what came about where no rule did.
 */
export function cef(message: Message): string {
  const { id, kind, severity, title, at, alert, link } = message.notification;
  const name = title[message.language === 'zh' ? 'zh' : 'en'];
  const header = [product.vendor, product.name, product.version, alert?.rule ?? kind, name].map(cefHeader);
  const fields: Field[] = [
    ['rt', Date.parse(at)],
    ['cat', kind],
    ['externalId', alert?.id ?? id],
    ...(alert ? alertFields(alert) : []),
    ['cs2Label', 'delivery'],
    ['cs2', id],
    ['request', link],
    ['msg', headlineOf(message)],
  ];
  const extension = fields
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${typeof value === 'number' ? value : cefValue(value!)}`);
  return `CEF:0|${header.join('|')}|${levels[severity]}|${extension.join(' ')}`;
}

type Field = [key: string, value: string | number | undefined];

function alertFields(alert: AlertFacts): Field[] {
  return [
    ['start', Date.parse(alert.firstAt)],
    ['end', Date.parse(alert.lastAt)],
    ['cnt', alert.count],
    ['duser', alert.operatorId],
    ['dvchost', alert.terminalId],
    ...(alert.storeId === undefined
      ? []
      : [['cs1Label', 'store'] satisfies Field, ['cs1', alert.storeId] satisfies Field]),
    ...(alert.lateByMs > 0 ? [['cn1Label', 'lateByMs'] satisfies Field, ['cn1', alert.lateByMs] satisfies Field] : []),
  ];
}

/** In the header a pipe would end the field. */
export function cefHeader(text: string): string {
  return visible(text).replace(/[\\|]/g, '\\$&');
}

/** In the extension an equals sign would begin another value; ends of lines are already named. */
export function cefValue(text: string): string {
  return visible(text, 1_000).replace(/[\\=]/g, '\\$&');
}
