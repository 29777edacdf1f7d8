import { SettingError } from './setting-error.js';

/** How to reach Kafka. Files are named, not read: that is for who connects. */
export interface KafkaSettings {
  /** `host:port`, one at least */
  brokers: string[];
  /** Before the names of topics and groups; empty for none. */
  prefix: string;
  tls: boolean;
  caFile?: string;
  certFile?: string;
  keyFile?: string;
  sasl?: { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string };
}

const names = {
  brokers: 'TILLWATCH_KAFKA_BROKERS',
  prefix: 'TILLWATCH_KAFKA_PREFIX',
  tls: 'TILLWATCH_KAFKA_TLS',
  ca: 'TILLWATCH_KAFKA_CA',
  cert: 'TILLWATCH_KAFKA_CERT',
  key: 'TILLWATCH_KAFKA_KEY',
  sasl: 'TILLWATCH_KAFKA_SASL',
  username: 'TILLWATCH_KAFKA_USERNAME',
  password: 'TILLWATCH_KAFKA_PASSWORD',
} as const;

type Setting = keyof typeof names;
type Read = (name: (typeof names)[Setting]) => string | undefined;

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

/** Undefined when no brokers are named. Throws a `SettingError`; a password is never part of its text. */
export function readKafkaSettings(value: Read): KafkaSettings | undefined {
  const named = value(names.brokers);
  if (!named) return undefined;
  const brokers = named.split(',').map((broker) => broker.trim());
  insist(
    brokers.every(isAddress),
    'brokers',
    'must be host:port, several with commas',
    '必须是 host:port，多个用逗号分隔',
  );
  const prefix = value(names.prefix) ?? '';
  const isPrefix = /^[\w.-]{0,64}$/.test(prefix);
  insist(isPrefix, 'prefix', 'must be letters, digits, . _ -, at most 64', '只能含字母、数字与 . _ -，最多 64 个字符');
  const tls = value(names.tls) ?? 'off';
  insist(tls === 'on' || tls === 'off', 'tls', 'must be on or off', '必须是 on 或 off');
  const settings: KafkaSettings = { brokers, prefix, tls: tls === 'on' };
  const [caFile, certFile, keyFile] = [names.ca, names.cert, names.key].map(value);
  if (caFile) settings.caFile = caFile;
  if (certFile) settings.certFile = certFile;
  if (keyFile) settings.keyFile = keyFile;
  insist(
    settings.tls || !(caFile ?? certFile ?? keyFile),
    'tls',
    'must be on to use certificates',
    '使用证书时必须为 on',
  );
  insist(!certFile === !keyFile, 'key', `and ${names.cert} belong together`, `与 ${names.cert} 必须同时设置`);
  const sasl = readLogin(value, settings.tls);
  if (sasl) settings.sasl = sasl;
  return settings;
}

function readLogin(value: Read, tls: boolean): KafkaSettings['sasl'] {
  const asked = value(names.sasl);
  if (!asked) return undefined;
  const mechanism = mechanisms.find((known) => known === asked);
  insist(
    mechanism !== undefined,
    'sasl',
    `must be one of ${mechanisms.join(', ')}`,
    `必须是以下之一：${mechanisms.join(', ')}`,
  );
  insist(
    tls || mechanism !== 'plain',
    'sasl',
    'plain needs TLS, or the password can be read on the way',
    'plain 需要 TLS，否则密码会明文传输',
  );
  const username = value(names.username);
  const password = value(names.password);
  insist(username !== undefined, 'username', 'is needed for the login', '登录时必须设置');
  insist(password !== undefined, 'password', 'is needed for the login', '登录时必须设置');
  return { mechanism, username, password };
}

/** kafkajs reads no IPv6 address in brackets. */
function isAddress(broker: string): boolean {
  const [, port] = /^[\w.-]+:(\d{1,5})$/.exec(broker) ?? [];
  return port !== undefined && Number(port) > 0 && Number(port) < 65_536;
}

function insist(holds: boolean, setting: Setting, en: string, zh: string): asserts holds {
  if (!holds) throw new SettingError(`${names[setting]} ${en}.`, `${names[setting]} ${zh}。`);
}
