import { useInfiniteQuery } from '@tanstack/react-query';
import { Card, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiPath } from '../api.js';
import { trainingQuery } from '../people-queries.js';
import { EntityLink, MaybeText } from '../widgets/entity-link.js';
import { MaybeInstant } from '../widgets/instant.js';
import { Offer } from '../widgets/offer.js';
import { PagedTable } from '../widgets/paged-table.js';
import { PageHead } from '../widgets/page-head.js';
import { trainingKey, useTrainingColumns } from '../widgets/training-card.js';
import { useSearch } from '../widgets/use-search.js';

export function TrainingPage() {
  const { t } = useTranslation();
  const [search, change] = useSearch(['overdue']);
  const overdue = search.overdue === 'true';
  const columns = useTrainingColumns();
  return (
    <>
      <PageHead
        name={t('training.title')}
        extra={
          <span className="actions">
            <Offer to={apiPath(['imports', 'training'])}>
              <Link to="/imports?kind=training">{t('imports.title')}</Link>
            </Offer>
            <Segmented
              aria-label={t('training.show')}
              value={overdue ? 'overdue' : 'all'}
              onChange={(wanted) => change({ overdue: wanted === 'overdue' ? 'true' : undefined })}
              options={[
                { value: 'all', label: t('training.all') },
                { value: 'overdue', label: t('training.onlyOverdue') },
              ]}
            />
          </span>
        }
      />
      <p className="quiet">{t('training.explain')}</p>
      <Card size="small" className="flush">
        <PagedTable
          query={useInfiniteQuery(trainingQuery(overdue ? { overdue: 'true' } : {}))}
          columns={[
            {
              title: t('operators.operator'),
              key: 'operator',
              render: (_, { operatorId, name }) => (
                <>
                  <EntityLink kind="operator" id={operatorId} /> {name !== undefined && <MaybeText text={name} />}
                </>
              ),
            },
            {
              title: t('register.stores'),
              key: 'stores',
              width: 150,
              render: (_, { stores }) =>
                stores.length > 0 ? <MaybeText text={stores.join(', ')} /> : t('register.everywhere'),
            },
            ...columns,
            {
              title: t('operators.lastSeen'),
              key: 'lastSeen',
              width: 170,
              render: (_, { lastSeen }) => <MaybeInstant at={lastSeen} />,
            },
          ]}
          empty={t('training.empty')}
          testId="training-row"
          label={t('training.title')}
          minWidth={1080}
          rowKey={trainingKey}
        />
      </Card>
    </>
  );
}
