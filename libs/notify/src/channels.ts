import type { ChannelKind } from '@tillwatch/api';
import type { ChannelDriver } from './channels/channel-driver.js';
import { dingtalk, type DingtalkTarget } from './channels/dingtalk.js';
import { feishu, type FeishuTarget } from './channels/feishu.js';
import { mail, type MailTarget } from './channels/mail.js';
import { syslog, type SyslogTarget } from './channels/syslog.js';
import { webhook, type WebhookTarget } from './channels/webhook.js';
import { wecom, type WecomTarget } from './channels/wecom.js';

export interface Targets {
  webhook: WebhookTarget;
  mail: MailTarget;
  syslog: SyslogTarget;
  dingtalk: DingtalkTarget;
  wecom: WecomTarget;
  feishu: FeishuTarget;
}

export type Target = Targets[ChannelKind];

/** Every kind of channel, one file each. */
const drivers: { [Kind in ChannelKind]: ChannelDriver<Targets[Kind]> } = {
  webhook,
  mail,
  syslog,
  dingtalk,
  wecom,
  feishu,
};

export const channelKinds = Object.keys(drivers) as ChannelKind[];

/** The target MUST be one of that kind; what was read from our own table is. */
export function driverOf(kind: ChannelKind): ChannelDriver<Target> {
  return drivers[kind] as ChannelDriver<Target>;
}
