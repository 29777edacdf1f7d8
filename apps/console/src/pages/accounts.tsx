import type { AccountView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Table, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { accountsQuery } from '../queries.js';
import { AccountActions } from '../widgets/account-actions.js';
import { MaybeInstant } from '../widgets/instant.js';
import { NewAccount } from '../widgets/new-account.js';
import { Offer } from '../widgets/offer.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PageHead } from '../widgets/page-head.js';
import { Answer, Nothing } from '../widgets/query-state.js';
import { RevealsCard } from '../widgets/reveals-card.js';

/** Who may use the platform, and as what. */
export function AccountsPage() {
  const { t } = useTranslation();
  const [creating, setCreating] = useState(false);
  const columns = useColumns();
  return (
    <>
      <PageHead
        name={t('account.all')}
        extra={
          <Offer to={apiPath(['accounts'])}>
            <Button type="primary" onClick={() => setCreating(true)} data-testid="new-account">
              {t('account.create')}
            </Button>
          </Offer>
        }
      />
      <Card size="small" className="flush">
        <Answer query={useQuery(accountsQuery)}>
          {({ items }) => (
            <Table<AccountView>
              size="small"
              aria-label={t('account.all')}
              rowKey="id"
              columns={columns}
              dataSource={items}
              pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
              scroll={{ x: 980 }}
              onRow={({ username }) =>
                ({ 'data-testid': 'account-row', 'data-username': username }) as React.HTMLAttributes<HTMLElement>
              }
              locale={{ emptyText: <Nothing text={t('account.none')} /> }}
            />
          )}
        </Answer>
      </Card>
      <RevealsCard />
      {creating && <NewAccount onClose={() => setCreating(false)} />}
    </>
  );
}

function useColumns(): TableColumnsType<AccountView> {
  const { t } = useTranslation();
  return [
    { title: t('account.username'), key: 'username', render: (_, { username }) => <OutsideText text={username} /> },
    { title: t('account.name'), key: 'name', render: (_, { name }) => <OutsideText text={name} /> },
    {
      title: t('account.roles'),
      key: 'roles',
      render: (_, { roles }) => roles.map((role) => <Tag key={role}>{t(`role.${role}`)}</Tag>),
    },
    {
      title: t('account.stores'),
      key: 'stores',
      render: (_, { stores = [], merchants }) => {
        const where = [...stores, ...(merchants ? [t('account.storesOf', { merchants: merchants.join(', ') })] : [])];
        if (where.length === 0) return <span className="quiet">{t('account.allStores')}</span>;
        return <OutsideText text={where.join(', ')} />;
      },
    },
    { title: t('account.until'), key: 'until', render: (_, { until }) => <MaybeInstant at={until} /> },
    {
      title: t('account.status'),
      key: 'status',
      render: (_, { status }) => (
        <Tag color={status === 'active' ? 'green' : 'red'} data-testid="account-status">
          {t(`account.${status}`)}
        </Tag>
      ),
    },
    {
      title: t('account.factor'),
      key: 'factor',
      render: (_, { hasFactor }) => t(hasFactor ? 'state.yes' : 'state.no'),
    },
    { key: 'actions', render: (_, account) => <AccountActions account={account} /> },
  ];
}
