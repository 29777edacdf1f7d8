import { SettingError } from './setting-error.js';
import type { SettingName, Settings } from './settings.js';

const needed = {
  databaseUrl: 'TILLWATCH_DATABASE_URL',
  adminToken: 'TILLWATCH_ADMIN_TOKEN',
  ingestToken: 'TILLWATCH_INGEST_TOKEN',
  secret: 'TILLWATCH_SECRET',
} as const satisfies Partial<Record<keyof Settings, SettingName>>;

export type SettingsAlone = Settings & Required<Pick<Settings, keyof typeof needed>>;

/**
 * What an app that is one of several must be told: nothing of it can be made up, because the others have to have the same.
 * Throws a `SettingError` that names every setting that is missing.
 */
export function settingsAlone(settings: Settings): SettingsAlone {
  const missing = Object.entries(needed).filter(([key]) => settings[key as keyof typeof needed] === undefined);
  if (missing.length === 0) return settings as SettingsAlone;
  const names = missing.map(([, name]) => name).join(', ');
  throw new SettingError(
    `Without standalone's own, these must be set: ${names}.`,
    `单独运行应用时必须设置：${names}。`,
  );
}
