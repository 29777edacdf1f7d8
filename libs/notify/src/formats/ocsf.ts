import type { NotificationKind, Severity } from '@tillwatch/api';
import type { Message } from '../notification.js';
import { product } from '../product.js';
import { visible } from '../text/visible.js';
import { headlineOf } from '../text/wording.js';

/** Of the Open Cybersecurity Schema Framework: what the required attributes are tested against. */
export const OCSF_VERSION = '1.5.0';

const FINDINGS = 2;
const DETECTION_FINDING = 2004;
const INCIDENT_FINDING = 2005;
const RULE_ANALYTIC = 1;
const OTHER_DEVICE = 99;

/** `severity_id` and its caption; 1 (informational) is left to notices that nobody has to act on. */
const severities: Record<Severity, [id: number, caption: string]> = {
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
};
const INFORMATIONAL: [number, string] = [1, 'Informational'];

const create: [id: number, name: string] = [1, 'Create'];
const update: [id: number, name: string] = [2, 'Update'];
const close: [id: number, name: string] = [3, 'Close'];

/** What detection says of a finding is a Detection Finding; what becomes of the alert is an Incident Finding. */
const classes: Record<
  NotificationKind,
  { uid: number; activity: [id: number, name: string]; status: [id: number, caption: string] }
> = {
  'alert-raised': { uid: DETECTION_FINDING, activity: create, status: [1, 'New'] },
  'alert-severity-raised': { uid: DETECTION_FINDING, activity: update, status: [1, 'New'] },
  'alert-reopened': { uid: INCIDENT_FINDING, activity: update, status: [1, 'New'] },
  'alert-superseded': { uid: INCIDENT_FINDING, activity: close, status: [5, 'Closed'] },
  'channel-disabled': { uid: DETECTION_FINDING, activity: create, status: [1, 'New'] },
  test: { uid: DETECTION_FINDING, activity: create, status: [1, 'New'] },
};

/** Detection Finding (2004) or Incident Finding (2005) as a JSON object; times are ms since 1970, as the schema has them. */
export function ocsf(message: Message): Record<string, unknown> {
  const { notification } = message;
  const { uid, activity, status } = classes[notification.kind];
  const [severityId, severity] = notification.kind === 'test' ? INFORMATIONAL : severities[notification.severity];
  const { alert } = notification;
  const isIncident = uid === INCIDENT_FINDING;
  const finding = findingInfo(message);
  return {
    category_uid: FINDINGS,
    category_name: 'Findings',
    class_uid: uid,
    class_name: isIncident ? 'Incident Finding' : 'Detection Finding',
    activity_id: activity[0],
    activity_name: activity[1],
    type_uid: uid * 100 + activity[0],
    severity_id: severityId,
    severity,
    status_id: status[0],
    status: status[1],
    time: Date.parse(notification.at),
    message: headlineOf(message),
    metadata: {
      version: OCSF_VERSION,
      product: { name: product.name, vendor_name: product.vendor, version: product.version },
      uid: notification.id,
      tenant_uid: notification.tenant,
      ...(isIncident && { profiles: ['incident'] }),
    },
    ...(alert && { start_time: Date.parse(alert.firstAt), end_time: Date.parse(alert.lastAt), count: alert.count }),
    ...(isIncident
      ? { finding_info_list: [finding], assignee_group: { name: 'unassigned' }, src_url: notification.link }
      : { finding_info: finding, is_alert: true, ...concerned(message) }),
  };
}

function findingInfo({ notification, language }: Message): Record<string, unknown> {
  const { id, at, title, link, alert, runbook } = notification;
  const side = language === 'zh' ? 'zh' : 'en';
  return {
    uid: alert?.id ?? id,
    title: visible(title[side]),
    desc: runbook && visible(runbook[side], 1_000),
    src_url: link,
    modified_time: Date.parse(at),
    ...(alert && {
      analytic: {
        uid: alert.rule,
        name: alert.rule,
        version: String(alert.ruleVersion),
        type_id: RULE_ANALYTIC,
        type: 'Rule',
      },
      first_seen_time: Date.parse(alert.firstAt),
      last_seen_time: Date.parse(alert.lastAt),
      related_events: alert.evidence.map((uid) => ({ uid })),
    }),
  };
}

/** Whom and what it concerns: the till as device, the operator and the store as resources. */
function concerned({ notification: { alert } }: Message): Record<string, unknown> {
  if (!alert) return {};
  const resources = [
    ...(alert.operatorId === undefined ? [] : [{ type: 'operator', uid: visible(alert.operatorId) }]),
    ...(alert.storeId === undefined ? [] : [{ type: 'store', uid: visible(alert.storeId) }]),
  ];
  return {
    ...(alert.terminalId !== undefined && {
      device: { type_id: OTHER_DEVICE, type: 'POS terminal', uid: visible(alert.terminalId) },
    }),
    ...(resources.length > 0 && { resources }),
  };
}
