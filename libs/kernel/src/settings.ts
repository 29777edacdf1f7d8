import { join } from 'node:path';
import { type KafkaSettings, readKafkaSettings } from './kafka-settings.js';
import { type NotificationSettings, notificationSettings } from './notification-settings.js';
import { openIdSettings, type OpenIdSettings } from './openid-settings.js';
import { SettingError } from './setting-error.js';
import { type SignInSettings, signInSettings } from './sign-in-settings.js';

/** Every environment variable the product reads; docs/settings.md lists the same (a test compares the two). */
export const settingNames = {
  TILLWATCH_DATA: 'Folder for everything kept on this machine. Default `./data`.',
  TILLWATCH_HOST: 'Address to listen on. Default `127.0.0.1`.',
  TILLWATCH_PORT: 'Port for the API and the console. Default 8080.',
  TILLWATCH_DATABASE_URL: 'PostgreSQL 15+ to use (owner of its database). Unset: an embedded PostgreSQL 18.',
  TILLWATCH_EVENTSTORE_URL:
    'EventStoreDB 21.10+ or KurrentDB to keep the log in, `esdb://` or `esdb+discover://`. Unset: the log is in PostgreSQL.',
  TILLWATCH_PROJECTOR:
    '`on` or `off`. Off: this instance takes events and commands in, another makes the read models and raises alerts. Default `on`.',
  TILLWATCH_RULES:
    'Folder with detection rules of your own in Sigma (`.yml`, `.yaml`, at any depth), see docs/sigma.md. Unset: ours alone.',
  TILLWATCH_ADMIN_TOKEN: 'Bearer token of the first administrator. Unset: made once, kept 0600 in the data folder.',
  TILLWATCH_INGEST_TOKEN: 'Bearer token terminals send events with. Unset: made once, kept 0600 in the data folder.',
  TILLWATCH_SECRET:
    'Secret that hashing and signing keys are derived from. Unset: made once, kept 0600 in the data folder.',
  TILLWATCH_PUBLIC_URL:
    'Address people open the console at, for links in notifications. Unset: no links. With https, sessions are for https alone.',
  TILLWATCH_OIDC_ISSUER:
    'OpenID provider that people may sign in by. Needs the client’s id and secret, and TILLWATCH_PUBLIC_URL. Unset: none.',
  TILLWATCH_OIDC_CLIENT_ID: 'What the provider knows us as; we come back at `/v1/sign-in/openid/callback`.',
  TILLWATCH_OIDC_CLIENT_SECRET: 'What we show it.',
  TILLWATCH_OIDC_ROLES_CLAIM:
    'Claim that says what somebody may do. Default `roles`; where comes in `stores` and `merchants`.',
  TILLWATCH_OIDC_ROLE_MAP:
    'From that claim’s values to roles: `value=role`, several with commas. Unset: the values are roles.',
  TILLWATCH_SIGN_IN_TRIES:
    'Failed sign-ins from one address within 15 minutes; what comes from there beyond them is answered 429. Default 100.',
  TILLWATCH_TRUSTED_PROXIES:
    'Addresses or networks of the reverse proxies in front of us, separated by commas: what they say in X-Forwarded-For is believed. Unset: nobody is.',
  TILLWATCH_SMTP_URL:
    'Mail server for notifications, `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`. Unset: no mail.',
  TILLWATCH_MAIL_FROM: 'Sender of mail notifications, an address. Needed with TILLWATCH_SMTP_URL.',
  TILLWATCH_NOTIFY_HOSTS:
    'Hosts in your own network (`host` or `host:port`, separated by commas) that notifications may go to over plain http, at private addresses and on any port. Unset: none.',
  TILLWATCH_TERMINAL_FOLDER: 'Folder in which a terminal agent keeps its journal (`npm run terminal`).',
  TILLWATCH_TERMINAL_ID: 'Id of that terminal.',
  TILLWATCH_TERMINAL_STORE: 'Id of the store it stands in.',
  TILLWATCH_TERMINAL_URL: 'Base address of the platform it reports to. Unset: it only keeps its journal.',
  TILLWATCH_TERMINAL_TOKEN: 'Bearer token it sends with.',
  TILLWATCH_TERMINAL_POLICY: '`strict` or `best-effort`, when its journal is full. Default `strict`.',
  TILLWATCH_LOG_LEVEL: 'debug, info, warn or error. Default `info`.',
  TILLWATCH_KAFKA_BROKERS: 'Kafka to take events from: `host:port`, several with commas. Unset: HTTP only.',
  TILLWATCH_KAFKA_PREFIX: 'Put before the names of our topics and group, where one Kafka serves several installations.',
  TILLWATCH_KAFKA_TLS: '`on` or `off`. Default `off`.',
  TILLWATCH_KAFKA_CA: 'File with the authorities (PEM) that may sign the brokers’ certificates. Unset: the usual ones.',
  TILLWATCH_KAFKA_CERT: 'File with our certificate (PEM), where brokers ask for one.',
  TILLWATCH_KAFKA_KEY: 'File with its key (PEM).',
  TILLWATCH_KAFKA_SASL: '`plain` (only with TLS), `scram-sha-256` or `scram-sha-512`. Unset: no login.',
  TILLWATCH_KAFKA_USERNAME: 'Account for the login.',
  TILLWATCH_KAFKA_PASSWORD: 'Its password.',
} as const;

export type SettingName = keyof typeof settingNames;

export interface Settings {
  dataFolder: string;
  host: string;
  port: number;
  databaseUrl?: string;
  eventStoreUrl?: string;
  /** Folder with rules of the shop's own. */
  rulesFolder?: string;
  adminToken?: string;
  ingestToken?: string;
  secret?: string;
  notifications: NotificationSettings;
  openId?: OpenIdSettings;
  signIn: SignInSettings;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  kafka?: KafkaSettings;
  /** Whether this instance competes for the projector's lead. */
  projects: boolean;
}

/** People reach us by https, whatever is between: their session cookies go nowhere else. */
export function isSecure({ notifications }: Pick<Settings, 'notifications'>): boolean {
  return notifications.publicUrl?.startsWith('https:') ?? false;
}

const logLevels = ['debug', 'info', 'warn', 'error'] as const;

/** Texts that are kept as they are given. */
const texts = {
  databaseUrl: 'TILLWATCH_DATABASE_URL',
  eventStoreUrl: 'TILLWATCH_EVENTSTORE_URL',
  rulesFolder: 'TILLWATCH_RULES',
  adminToken: 'TILLWATCH_ADMIN_TOKEN',
  ingestToken: 'TILLWATCH_INGEST_TOKEN',
  secret: 'TILLWATCH_SECRET',
} as const satisfies Partial<Record<keyof Settings, SettingName>>;

type Read = (name: SettingName) => string | undefined;

/** Reads the settings; throws a `SettingError` that names the variable when one does not have the required form. */
export function readSettings(env: Partial<Record<string, string>>): Settings {
  const value: Read = (name) => env[name] || undefined;
  const settings: Settings = {
    dataFolder: value('TILLWATCH_DATA') ?? join(process.cwd(), 'data'),
    host: value('TILLWATCH_HOST') ?? '127.0.0.1',
    port: readPort(value),
    logLevel: readLogLevel(value),
    notifications: notificationSettings(value),
    signIn: signInSettings(value),
    projects: readSwitch(value, 'TILLWATCH_PROJECTOR'),
  };
  for (const [key, name] of Object.entries(texts)) {
    const text = value(name);
    if (text !== undefined) settings[key as keyof typeof texts] = text;
  }
  const { eventStoreUrl } = settings;
  if (eventStoreUrl !== undefined && !/^esdb(\+discover)?:\/\/./.test(eventStoreUrl)) {
    throw new SettingError(
      'TILLWATCH_EVENTSTORE_URL must begin with esdb:// or esdb+discover://.',
      'TILLWATCH_EVENTSTORE_URL 必须以 esdb:// 或 esdb+discover:// 开头。',
    );
  }
  const openId = openIdSettings(value, settings.notifications.publicUrl);
  if (openId) settings.openId = openId;
  const kafka = readKafkaSettings(value);
  if (kafka) settings.kafka = kafka;
  return settings;
}

function readSwitch(value: Read, name: SettingName): boolean {
  const text = value(name) ?? 'on';
  if (text === 'on' || text === 'off') return text === 'on';
  throw new SettingError(`${name} must be on or off.`, `${name} 必须是 on 或 off。`);
}

function readPort(value: Read): number {
  const port = Number(value('TILLWATCH_PORT') ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new SettingError('TILLWATCH_PORT must be a port number.', 'TILLWATCH_PORT 必须是端口号。');
  }
  return port;
}

function readLogLevel(value: Read): Settings['logLevel'] {
  const level = value('TILLWATCH_LOG_LEVEL') ?? 'info';
  const logLevel = logLevels.find((known) => known === level);
  if (logLevel) return logLevel;
  const known = logLevels.join(', ');
  throw new SettingError(
    `TILLWATCH_LOG_LEVEL must be one of ${known}.`,
    `TILLWATCH_LOG_LEVEL 必须是以下之一：${known}。`,
  );
}
