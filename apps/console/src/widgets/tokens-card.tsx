import type { AccountTokenView } from '@tillwatch/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Form, Input, Table, type TableColumnsType, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiPath, post } from '../api.js';
import { accountTokensQuery } from '../queries.js';
import { AccountProblem } from './account-problem.js';
import { Instant, MaybeInstant } from './instant.js';
import { Offer } from './offer.js';
import { OutsideText } from './outside-text.js';
import { Answer, Nothing } from './query-state.js';

const states = { active: 'tokenActive', expired: 'tokenExpired', revoked: 'tokenRevoked' } as const;

/** The tokens of an account: issues them, shows each once, and revokes them. */
export function TokensCard({ accountId, mayChange }: { accountId: string; mayChange: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const path = ['accounts', accountId, 'tokens'];
  const again = () => client.invalidateQueries({ queryKey: ['account-tokens', accountId] });
  const issue = useMutation({
    mutationFn: (body: { label: string }) => post<{ token: string }>(apiPath(path), body),
    onSuccess: again,
  });
  const revoke = useMutation({
    mutationFn: (id: string) => post(apiPath([...path, id, 'revoke']), {}),
    onSuccess: again,
  });
  const columns = useColumns(mayChange ? (id) => revoke.mutate(id) : undefined);
  return (
    <Card size="small" title={t('account.tokens')} className="own-account" data-testid="tokens-card">
      <p className="quiet">{t('account.tokensHint')}</p>
      {mayChange && (
        <Offer to={apiPath(path)}>
          <Form layout="inline" onFinish={(body: { label: string }) => issue.mutate(body)} requiredMark={false}>
            <Form.Item
              name="label"
              label={t('account.tokenLabel')}
              rules={[{ required: true, whitespace: true, message: '' }]}
            >
              <Input maxLength={128} />
            </Form.Item>
            <Button htmlType="submit" loading={issue.isPending}>
              {t('account.tokenNew')}
            </Button>
          </Form>
        </Offer>
      )}
      <AccountProblem error={issue.error ?? revoke.error} />
      {issue.data && (
        <Alert
          type="success"
          role="status"
          title={<code data-testid="new-token">{issue.data.token}</code>}
          description={t('account.tokenShown')}
        />
      )}
      <Answer query={useQuery(accountTokensQuery(accountId))} rows={2}>
        {({ items }) => (
          <Table<AccountTokenView>
            size="small"
            aria-label={t('account.tokens')}
            rowKey="id"
            columns={columns}
            dataSource={items.toReversed()}
            pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
            scroll={{ x: 640 }}
            onRow={() => ({ 'data-testid': 'token-row' }) as React.HTMLAttributes<HTMLElement>}
            locale={{ emptyText: <Nothing text={t('account.tokensNone')} /> }}
          />
        )}
      </Answer>
    </Card>
  );
}

function useColumns(onRevoke: ((id: string) => void) | undefined): TableColumnsType<AccountTokenView> {
  const { t } = useTranslation();
  return [
    { title: t('account.tokenLabel'), key: 'label', render: (_, { label }) => <OutsideText text={label} /> },
    {
      title: t('account.status'),
      key: 'status',
      render: (_, { status }) => <Tag>{t(`account.${states[status]}`)}</Tag>,
    },
    { title: t('account.tokenExpires'), key: 'expires', render: (_, { expiresAt }) => <Instant at={expiresAt} /> },
    { title: t('account.tokenUsed'), key: 'used', render: (_, { lastUsedAt }) => <MaybeInstant at={lastUsedAt} /> },
    {
      key: 'revoke',
      render: (_, { id, status }) =>
        onRevoke && status === 'active' && <Button onClick={() => onRevoke(id)}>{t('account.tokenRevoke')}</Button>,
    },
  ];
}
