import type { PolicySettings } from '@tillwatch/api';
import { useTranslation } from 'react-i18next';
import { OutsideText } from './outside-text.js';

/** In the order they are shown. */
export const policySettings = [
  'minLength',
  'minLengthWithFactor',
  'requiredClasses',
  'minClasses',
  'classesEnforced',
  'blocklist',
  'keyboardRuns',
  'pinyinWords',
  'blocklistVersion',
  'rotationDays',
  'history',
  'lockAfter',
  'lockMinutes',
  'idleMinutes',
] as const satisfies readonly (keyof PolicySettings)[];

export function PolicyValue({ settings, setting }: { settings: PolicySettings; setting: keyof PolicySettings }) {
  const { t } = useTranslation();
  const value = setting === 'minLengthWithFactor' ? (settings[setting] ?? settings.minLength) : settings[setting];
  if (typeof value === 'boolean') return t(value ? 'policies.yes' : 'policies.no');
  if (Array.isArray(value) && value.length > 0) return value.map((one) => t(`policies.${one}`)).join(', ');
  const isAsked = value !== undefined && value !== 0 && !Array.isArray(value);
  return isAsked ? <OutsideText text={String(value)} /> : <span className="quiet">{t('policies.notAsked')}</span>;
}
