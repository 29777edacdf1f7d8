import type { OnePersonStoreView, RecoveryCaseView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Alert, Card, Table, Tag, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { onePersonStoresQuery } from '../people-queries.js';
import { CommandButton } from './command-button.js';
import { FieldsForm } from './fields-form.js';
import { Instant } from './instant.js';
import { Offer } from './offer.js';
import { OutsideText } from './outside-text.js';
import { Answer, Nothing } from './query-state.js';
import { Refusal } from './refusal.js';
import { useCommand } from './use-command.js';
import { useMay } from './use-me.js';
import { useNow } from './use-now.js';

const pathOf = (storeId: string) => apiPath(['stores', storeId, 'one-person']);
const isInForce = ({ until }: OnePersonStoreView, now: number) => Date.parse(until) > now;

/** Stores where one person may decide alone: who, until when, by whose word; and another of them. */
export function OnePersonStores() {
  const { t } = useTranslation();
  const query = useQuery(onePersonStoresQuery);
  const columns = useColumns();
  return (
    <>
      <p className="quiet">{t('onePerson.explain')}</p>
      <Offer to={pathOf('any')} orSay>
        <Register />
      </Offer>
      <Card size="small" className="flush">
        <Answer query={query} rows={3}>
          {({ items }) => (
            <Table<OnePersonStoreView>
              size="small"
              rowKey="storeId"
              aria-label={t('onePerson.title')}
              columns={columns}
              dataSource={items}
              pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
              scroll={{ x: 900 }}
              onRow={() => ({ 'data-testid': 'one-person-row' }) as React.HTMLAttributes<HTMLElement>}
              locale={{ emptyText: <Nothing text={t('onePerson.empty')} /> }}
            />
          )}
        </Answer>
      </Card>
    </>
  );
}

function Register() {
  const { t } = useTranslation();
  const [round, setRound] = useState(0);
  const register = useCommand(() => setRound(round + 1));
  return (
    <Card
      size="small"
      title={t('onePerson.register')}
      extra={<span className="quiet">{t('onePerson.registerHint')}</span>}
    >
      <FieldsForm
        key={round}
        testId="register-one-person"
        fields={[
          { name: 'storeId', label: t('onePerson.store'), required: true },
          { name: 'person', label: t('onePerson.person'), required: true },
          { name: 'until', label: t('onePerson.until'), kind: 'time', required: true },
          { name: 'reason', label: t('onePerson.reason'), kind: 'area', required: true },
        ]}
        submit={t('onePerson.register')}
        busy={register.isPending}
        onSubmit={({ storeId = '', ...body }) => register.mutate({ path: pathOf(storeId), body })}
      />
      <Refusal error={register.error} />
    </Card>
  );
}

function useColumns(): TableColumnsType<OnePersonStoreView> {
  const { t } = useTranslation();
  const now = useNow(60_000);
  return [
    {
      title: t('onePerson.store'),
      key: 'store',
      width: 120,
      render: (_, { storeId }) => <OutsideText text={storeId} />,
    },
    {
      title: t('onePerson.person'),
      key: 'person',
      width: 180,
      render: (_, { person }) => <OutsideText text={person} />,
    },
    {
      title: t('onePerson.until'),
      key: 'until',
      width: 240,
      render: (_, store) => (
        <>
          <Instant at={store.until} />{' '}
          {isInForce(store, now) ? (
            <Tag className="tag status-warn">{t('onePerson.inForce')}</Tag>
          ) : (
            <Tag className="tag status-quiet">{t('onePerson.over')}</Tag>
          )}
        </>
      ),
    },
    { title: t('onePerson.reason'), key: 'reason', render: (_, { reason }) => <OutsideText text={reason} /> },
    {
      title: t('onePerson.registered'),
      key: 'by',
      width: 240,
      render: (_, { registered }) => (
        <>
          <OutsideText text={registered.by} /> <Instant at={registered.at} />
        </>
      ),
    },
    { key: 'end', width: 110, render: (_, store) => isInForce(store, now) && <End store={store} /> },
  ];
}

/** A day that is over ends it; a minute ago is not ahead of the server's clock. */
function End({ store: { storeId, person } }: { store: OnePersonStoreView }) {
  const { t } = useTranslation();
  return (
    <CommandButton
      label={t('onePerson.end')}
      ask={t('onePerson.endAsk')}
      path={pathOf(storeId)}
      fields={[{ name: 'reason', label: t('onePerson.reason'), kind: 'area' }]}
      body={(values) => ({ ...values, person, until: new Date(Date.now() - 60_000).toISOString() })}
      danger
      testId="end-one-person"
    />
  );
}

/** Says on a case that its store is one of these, as long as that counts for it. */
export function OnePersonNote({ recovery: { storeId, channel } }: { recovery: RecoveryCaseView }) {
  const { t } = useTranslation();
  const now = useNow(60_000);
  const { data } = useQuery({
    ...onePersonStoresQuery,
    enabled: useMay('recovery.read', true) && storeId !== undefined,
  });
  const store = data?.items.find((one) => one.storeId === storeId);
  if (!store || !isInForce(store, now) || channel === 'administrator') return null;
  return (
    <Alert
      type="warning"
      showIcon
      data-testid="one-person-note"
      title={
        <>
          <OutsideText text={t('onePerson.ofCase', { person: store.person })} />
          <Instant at={store.until} />
        </>
      }
      description={<OutsideText text={`${store.registered.by}: ${store.reason}`} />}
    />
  );
}
