import type { OperatorView } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Card, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiPath } from '../api.js';
import { defaultSort } from '../lists.js';
import { operatorsQuery } from '../queries.js';
import { EntityLink, MaybeText } from '../widgets/entity-link.js';
import { ChoiceFilter, TextFilter } from '../widgets/filter-fields.js';
import { MaybeInstant } from '../widgets/instant.js';
import { Offer } from '../widgets/offer.js';
import { orderOf, PagedTable } from '../widgets/paged-table.js';
import { PageHead } from '../widgets/page-head.js';
import { RegisterOperatorButton } from '../widgets/register-operator-button.js';
import { RegistrationTags } from '../widgets/registration-tags.js';
import { useInStore } from '../widgets/store-switch.js';
import { StatusTag } from '../widgets/tags.js';
import { useSearch } from '../widgets/use-search.js';

export function OperatorsPage() {
  const { t } = useTranslation();
  const [filter, change] = useSearch(['q', 'status', 'registration', 'exemption', 'store', 'sort']);
  const query = useInfiniteQuery(operatorsQuery(useInStore(filter)));
  const columns = useOperatorColumns(filter.sort ?? defaultSort);
  return (
    <>
      <PageHead
        name={t('operators.title')}
        extra={
          <span className="actions">
            <Offer to={apiPath(['imports', 'operators'])}>
              <Link to="/imports">{t('imports.title')}</Link>
            </Offer>
            <RegisterOperatorButton />
          </span>
        }
      />
      <Card size="small" className="flush">
        <div className="filters" role="search" aria-label={t('alerts.filters')}>
          <TextFilter
            label={t('operators.search')}
            value={filter.q}
            onChange={(q) => change({ q })}
            testId="filter-q"
            wide
          />
          <ChoiceFilter
            label={t('operators.status')}
            value={filter.status}
            choices={(['active', 'locked', 'disabled'] as const).map((value) => ({
              value,
              label: t(`status.${value}`),
            }))}
            onChange={(status) => change({ status })}
            testId="filter-status"
          />
          <ChoiceFilter
            label={t('register.status')}
            value={filter.registration}
            choices={(['active', 'suspended', 'left', 'none'] as const).map((value) => ({
              value,
              label: t(`register.${value}`),
            }))}
            onChange={(registration) => change({ registration })}
            testId="filter-registration"
          />
          <ChoiceFilter
            label={t('register.exemption')}
            value={filter.exemption}
            choices={[{ value: 'void', label: t('register.void') }]}
            onChange={(exemption) => change({ exemption })}
            testId="filter-exemption"
          />
        </div>
        <PagedTable
          query={query}
          columns={columns}
          empty={t('operators.empty')}
          testId="operator-row"
          label={t('operators.title')}
          minWidth={1030}
          onSort={(sort) => change({ sort: sort === defaultSort ? undefined : sort })}
        />
      </Card>
    </>
  );
}

function useOperatorColumns(sort: string): TableColumnsType<OperatorView> {
  const { t } = useTranslation();
  const sortable = (key: string, direction: 'ascend' | 'descend') => ({
    key,
    sorter: true,
    sortDirections: [direction],
    sortOrder: orderOf(key, sort),
  });
  return [
    {
      title: t('operators.operator'),
      render: (_, operator) => <EntityLink kind="operator" id={operator.id} />,
      ...sortable('id', 'ascend'),
    },
    {
      title: t('operators.status'),
      key: 'status',
      width: 100,
      render: (_, operator) => <StatusTag status={operator.status} />,
    },
    {
      title: t('operators.role'),
      key: 'role',
      width: 130,
      render: (_, { registration, role }) => <MaybeText text={registration?.role ?? role} />,
    },
    {
      title: t('register.status'),
      key: 'registration',
      width: 160,
      render: (_, operator) => <RegistrationTags operator={operator} />,
    },
    {
      title: t('operators.store'),
      key: 'store',
      width: 140,
      render: (_, operator) => <MaybeText text={operator.storeId} />,
    },
    {
      title: t('operators.failures'),
      width: 140,
      align: 'right',
      render: (_, { consecutiveFailures: failures }) => (failures > 0 ? <b className="bad">{failures}</b> : 0),
      ...sortable('consecutiveFailures', 'descend'),
    },
    {
      title: t('operators.sessions'),
      key: 'sessions',
      width: 110,
      align: 'right',
      render: (_, { sessions }) => sessions.length,
    },
    {
      title: t('operators.lastSeen'),
      width: 170,
      render: (_, operator) => <MaybeInstant at={operator.lastSeen} />,
      ...sortable('lastSeen', 'descend'),
    },
  ];
}
