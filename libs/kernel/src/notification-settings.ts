import { SettingError } from './setting-error.js';

/** What sending notifications needs from outside; everything may be left out. */
export interface NotificationSettings {
  /** Without a slash at its end. */
  publicUrl?: string;
  /** Both or neither. */
  smtp?: { url: string; from: string };
  /** As given: `siem.lan,10.0.0.7:8443`. */
  hosts?: string;
}

type Name = 'TILLWATCH_PUBLIC_URL' | 'TILLWATCH_SMTP_URL' | 'TILLWATCH_MAIL_FROM' | 'TILLWATCH_NOTIFY_HOSTS';

const address = /^[^\s@<>,;:"()[\]\\]+@[A-Za-z0-9.-]+$/;
const hostList = /^\s*[^\s/@?#]+(\s*,\s*[^\s/@?#]+)*\s*$/;

/** Throws a `SettingError` that names the variable; none repeats a value, because the mail server's URL holds a password. */
export function notificationSettings(value: (name: Name) => string | undefined): NotificationSettings {
  const settings: NotificationSettings = {};
  const [publicUrl, smtpUrl, from] = [
    value('TILLWATCH_PUBLIC_URL'),
    value('TILLWATCH_SMTP_URL'),
    value('TILLWATCH_MAIL_FROM'),
  ];
  if (publicUrl !== undefined)
    settings.publicUrl = urlOf('TILLWATCH_PUBLIC_URL', publicUrl, ['https:', 'http:']).replace(/\/+$/, '');
  if (smtpUrl !== undefined || from !== undefined) settings.smtp = smtpOf(smtpUrl, from);
  const hosts = value('TILLWATCH_NOTIFY_HOSTS');
  if (hosts !== undefined) {
    if (!hostList.test(hosts))
      throw wrong('TILLWATCH_NOTIFY_HOSTS', 'a list of host or host:port', '由逗号分隔的主机或主机:端口');
    settings.hosts = hosts;
  }
  return settings;
}

function smtpOf(url: string | undefined, from: string | undefined): { url: string; from: string } {
  if (url === undefined)
    throw wrong('TILLWATCH_SMTP_URL', 'set with TILLWATCH_MAIL_FROM', '与 TILLWATCH_MAIL_FROM 同时设置');
  urlOf('TILLWATCH_SMTP_URL', url, ['smtp:', 'smtps:']);
  if (from === undefined || !address.test(from)) throw wrong('TILLWATCH_MAIL_FROM', 'a mail address', '邮件地址');
  return { url, from };
}

function urlOf(name: Name, text: string, protocols: readonly string[]): string {
  const url = URL.parse(text);
  if (url && protocols.includes(url.protocol) && url.hostname !== '') return url.href;
  const forms = protocols.map((protocol) => `${protocol}//`).join(' / ');
  throw wrong(name, `a URL (${forms})`, `${forms} 开头的地址`);
}

function wrong(name: Name, en: string, zh: string): SettingError {
  return new SettingError(`${name} must be ${en}.`, `${name} 必须是${zh}。`);
}
