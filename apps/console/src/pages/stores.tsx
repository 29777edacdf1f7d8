import type { StoreView } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Input, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { storesQuery } from '../store-queries.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PageHead } from '../widgets/page-head.js';
import { PagedTable } from '../widgets/paged-table.js';
import { useInStore } from '../widgets/store-switch.js';

const pathOf = (id: string) => `/stores/${encodeURIComponent(id)}`;

export function StoresPage() {
  const { t } = useTranslation();
  const columns = useStoreColumns();
  return (
    <>
      <PageHead name={t('stores.title')} extra={<AnotherStore />} />
      <Card size="small" className="flush">
        <PagedTable
          query={useInfiniteQuery(storesQuery(useInStore({})))}
          columns={columns}
          rowKey="storeId"
          minWidth={560}
          empty={t('stores.empty')}
          testId="store-row"
          label={t('stores.title')}
        />
      </Card>
    </>
  );
}

/** A store's hours can be set before anything is heard of it. */
function AnotherStore() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [id, setId] = useState('');
  return (
    <form
      className="actions"
      onSubmit={(event) => {
        event.preventDefault();
        if (id.trim()) void navigate(pathOf(id.trim()));
      }}
    >
      <Input
        value={id}
        onChange={(event) => setId(event.target.value)}
        aria-label={t('stores.open')}
        placeholder={t('stores.openHint')}
        maxLength={128}
        className="filter"
      />
      <Button htmlType="submit" disabled={id.trim() === ''}>
        {t('stores.go')}
      </Button>
    </form>
  );
}

function useStoreColumns(): TableColumnsType<StoreView> {
  const { t } = useTranslation();
  return [
    {
      title: t('stores.store'),
      key: 'store',
      render: (_, { storeId }) => (
        <Link to={pathOf(storeId)}>
          <OutsideText text={storeId} />
        </Link>
      ),
    },
    {
      title: t('stores.merchant'),
      key: 'merchant',
      render: (_, { merchant }) => merchant !== undefined && <OutsideText text={merchant} />,
    },
    { title: t('stores.terminals'), dataIndex: 'terminals', width: 110, align: 'right' },
    {
      title: t('stores.hoursSet'),
      key: 'hours',
      render: (_, { timeZone }) =>
        timeZone === undefined ? <span className="quiet">{t('stores.notSet')}</span> : <OutsideText text={timeZone} />,
    },
  ];
}
