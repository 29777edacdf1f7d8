import type { ConformanceView } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Card, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-language.js';
import { zhCn } from '../i18n/zh-cn.js';
import { conformanceQuery } from '../people-queries.js';
import { FieldList } from './field-list.js';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';
import { Answer } from './query-state.js';

const tone = { conforms: 'good', fails: 'bad', unknown: 'quiet' } as const;

/** How one terminal's settings compare with the policy its store is held to. */
export function ConformanceCard({ terminalId }: { terminalId: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(conformanceQuery({ terminal: terminalId }));
  return (
    <Card size="small" title={t('conformance.title')} data-testid="conformance-card">
      <Answer query={query} rows={2}>
        {({ pages }) =>
          pages[0]!.items.map((one) => (
            <FieldList
              key={one.terminalId}
              fields={[
                [t('conformance.state'), <ConformanceTag state={one.state} />],
                [t('conformance.policy'), <PolicyName {...one} />],
                [t('conformance.faults'), <Faults faults={one.faults} />],
                [t('conformance.drift'), <Drift drift={one.drift} />],
              ]}
            />
          ))
        }
      </Answer>
    </Card>
  );
}

export function ConformanceTag({ state }: Pick<ConformanceView, 'state'>) {
  const { t } = useTranslation();
  return <Tag className={`tag status-${tone[state]}`}>{t(`conformance.${state}`)}</Tag>;
}

export function PolicyName({ profile, version }: Pick<ConformanceView, 'profile' | 'version'>) {
  const { t } = useTranslation();
  return (
    <>
      <OutsideText text={profile} /> <span className="quiet">{t('policies.version', { version })}</span>
    </>
  );
}

export function Faults({ faults }: Pick<ConformanceView, 'faults'>) {
  const { t } = useTranslation();
  const nameOf = useSettingName();
  if (faults.length === 0) return <span className="quiet">—</span>;
  return faults.map(({ setting, reported = t('conformance.notReported'), required }) => (
    <div key={setting}>
      <OutsideText text={t('conformance.fault', { setting: nameOf(setting), reported, required })} />
    </div>
  ));
}

export function Drift({ drift }: Pick<ConformanceView, 'drift'>) {
  const { t } = useTranslation();
  const nameOf = useSettingName();
  if (!drift) return <span className="quiet">—</span>;
  return (
    <>
      <Instant at={drift.at} />
      {Object.entries(drift.changed).map(([setting, [before, after]]) => (
        <div key={setting}>
          <OutsideText
            text={t('conformance.changed', {
              setting: nameOf(setting),
              before: String(before ?? '—'),
              after: String(after ?? '—'),
            })}
          />
        </div>
      ))}
    </>
  );
}

function useSettingName(): (setting: string) => string {
  const { t } = useTranslation();
  const words = useWords();
  return (setting) =>
    Object.hasOwn(zhCn.policies, setting)
      ? t(`policies.${setting as 'minLength'}`)
      : (words('field', setting) ?? setting);
}
