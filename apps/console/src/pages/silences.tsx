import type { SilenceView } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Segmented, Tag, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { silencesQuery } from '../queries.js';
import { Instant } from '../widgets/instant.js';
import { NewSilence } from '../widgets/new-silence.js';
import { Offer } from '../widgets/offer.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PagedTable } from '../widgets/paged-table.js';
import { PageHead } from '../widgets/page-head.js';
import { Refusal } from '../widgets/refusal.js';
import { StatusTag } from '../widgets/tags.js';
import { useCommand } from '../widgets/use-command.js';
import { useSearch } from '../widgets/use-search.js';

export function SilencesPage() {
  const { t } = useTranslation();
  const [search, change] = useSearch(['state']);
  const state = search.state === 'ended' ? 'ended' : 'current';
  const expire = useCommand();
  return (
    <>
      <PageHead
        name={t('silences.title')}
        extra={
          <Segmented
            aria-label={t('silences.show')}
            value={state}
            onChange={(wanted) => change({ state: wanted === 'ended' ? wanted : undefined })}
            options={(['current', 'ended'] as const).map((value) => ({ value, label: t(`silences.${value}`) }))}
          />
        }
      />
      <p className="quiet">{t('silences.explain')}</p>
      {state === 'current' && (
        <Offer to={apiPath(['silences'])}>
          <NewSilence />
        </Offer>
      )}
      <Card size="small" className="flush">
        <Refusal error={expire.error} />
        <PagedTable
          query={useInfiniteQuery(silencesQuery(state))}
          columns={useSilenceColumns(({ id }) =>
            expire.mutate({ path: apiPath(['silences', id, 'expire']), body: {} }),
          )}
          empty={t('silences.empty')}
          testId="silence-row"
          label={t('silences.title')}
          minWidth={960}
        />
      </Card>
    </>
  );
}

const statusOf = { pending: 'toCome', active: 'inForce', expired: 'expired' } as const;

function useSilenceColumns(onExpire: (silence: SilenceView) => void): TableColumnsType<SilenceView> {
  const { t } = useTranslation();
  return [
    {
      title: t('alerts.status'),
      key: 'state',
      width: 130,
      render: (_, { state, remind }) => (
        <>
          <StatusTag status={statusOf[state]} />
          {remind && <Tag className="tag status-warn">{t('silences.remind')}</Tag>}
        </>
      ),
    },
    { title: t('silences.matchers'), key: 'matchers', render: (_, { matchers }) => <Matchers matchers={matchers} /> },
    { title: t('silences.reason'), key: 'reason', render: (_, { reason }) => <OutsideText text={reason} /> },
    {
      title: t('silences.author'),
      key: 'author',
      width: 130,
      render: (_, { author }) => <OutsideText text={author} />,
    },
    { title: t('silences.from'), key: 'from', width: 152, render: (_, { from }) => <Instant at={from} /> },
    {
      title: t('silences.until'),
      key: 'until',
      width: 170,
      render: (_, { until, expired }) =>
        expired ? (
          <>
            {t('silences.expired')}
            <Instant at={expired.at} />
          </>
        ) : (
          <Instant at={until} />
        ),
    },
    {
      key: 'expire',
      width: 100,
      render: (_, silence) =>
        silence.state !== 'expired' && (
          <Offer to={apiPath(['silences', silence.id, 'expire'])}>
            <Button onClick={() => onExpire(silence)}>{t('silences.expire')}</Button>
          </Offer>
        ),
    },
  ];
}

function Matchers({ matchers: { rule, key, store, severity } }: Pick<SilenceView, 'matchers'>) {
  const { t } = useTranslation();
  const parts: [name: string, value: string | undefined][] = [
    [t('alerts.rule'), rule],
    [t('silences.key'), key],
    [t('alerts.store'), store],
    [t('alerts.severity'), severity && t(`severity.${severity}`)],
  ];
  return parts
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => (
      <div key={name}>
        <span className="fact-name">{name}</span> <OutsideText text={value!} />
      </div>
    ));
}
