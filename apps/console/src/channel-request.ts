import type { ChannelKind, NotificationChannelView, NotificationLanguage, Severity } from '@tillwatch/api';

/** What the channel form holds. */
export interface ChannelForm {
  name: string;
  kind: ChannelKind;
  minimumSeverity: Severity;
  language: NotificationLanguage;
  rules?: string[];
  stores?: string[];
  target: Partial<Record<TargetField, string | number | string[] | null>>;
}

export type TargetField = 'url' | 'signingSecret' | 'to' | 'host' | 'port' | 'transport' | 'format';

/** Fields of each kind, in the order a person fills them in; `secret` ones are never shown again. */
export const targetFields: Record<ChannelKind, readonly { field: TargetField; secret?: true; optional?: true }[]> = {
  webhook: [{ field: 'url' }, { field: 'signingSecret', secret: true }],
  mail: [{ field: 'to' }],
  syslog: [{ field: 'host' }, { field: 'port' }, { field: 'transport' }, { field: 'format' }],
  dingtalk: [
    { field: 'url', secret: true },
    { field: 'signingSecret', secret: true, optional: true },
  ],
  wecom: [{ field: 'url', secret: true }],
  feishu: [
    { field: 'url', secret: true },
    { field: 'signingSecret', secret: true, optional: true },
  ],
};

/** The body of a creation or change: lists that are empty and secrets that were left empty are left out. */
export function channelBody(form: ChannelForm, enabled: boolean): object {
  const { name, kind, minimumSeverity, language, rules = [], stores = [], target } = form;
  const members = targetFields[kind]
    .map(({ field }): [string, unknown] => [field, target[field]])
    .filter(([, value]) => value !== undefined && value !== null && value !== '');
  return {
    name: name.trim(),
    kind,
    enabled,
    minimumSeverity,
    language,
    ...(rules.length > 0 && { rules }),
    ...(stores.length > 0 && { stores }),
    target: Object.fromEntries(members),
  };
}

/** A channel as the form shows it; its secrets are not known here. */
export function formOf(channel: NotificationChannelView): ChannelForm {
  const { name, kind, minimumSeverity, language, rules, stores, settings } = channel;
  return {
    name,
    kind,
    minimumSeverity,
    language,
    ...(rules && { rules }),
    ...(stores && { stores }),
    target: settings as ChannelForm['target'],
  };
}

const secretBytes = 32;

/** A new Standard Webhooks secret. */
export function newSigningSecret(): string {
  return `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(secretBytes))))}`;
}
