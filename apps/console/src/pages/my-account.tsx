import type { MeView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Alert, Card, Descriptions, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../queries.js';
import { ChangePassword } from '../widgets/change-password.js';
import { FactorCard } from '../widgets/factor-card.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PageHead } from '../widgets/page-head.js';
import { Answer } from '../widgets/query-state.js';
import { TokensCard } from '../widgets/tokens-card.js';

const ways = { installation: 'byInstallation', token: 'byToken', session: 'bySession' } as const;

/** Who I am here, my password, my second factor and my tokens. */
export function MyAccountPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead name={t('account.mine')} />
      <Answer query={useQuery(meQuery)}>{(me) => <Mine me={me} />}</Answer>
    </>
  );
}

function Mine({ me }: { me: MeView }) {
  const { t } = useTranslation();
  const rows = [
    { key: 'username', label: t('account.username'), children: <OutsideText text={me.username} /> },
    { key: 'name', label: t('account.name'), children: <OutsideText text={me.name} /> },
    {
      key: 'roles',
      label: t('account.roles'),
      children: me.roles.map((role) => <Tag key={role}>{t(`role.${role}`)}</Tag>),
    },
    { key: 'stores', label: t('account.stores'), children: me.stores?.join(', ') ?? t('account.allStores') },
    ...(me.merchants
      ? [{ key: 'merchants', label: t('account.merchants'), children: <OutsideText text={me.merchants.join(', ')} /> }]
      : []),
    { key: 'by', label: t('account.signedInBy'), children: t(`account.${ways[me.by]}`) },
  ];
  return (
    <>
      <Card size="small" data-testid="my-account">
        <Descriptions size="small" column={1} items={rows} />
      </Card>
      {me.by === 'installation' && <Alert type="info" showIcon title={t('account.byInstallationHint')} />}
      {me.by === 'session' && (
        <>
          <Card size="small" title={t('account.changePassword')} className="own-account">
            <ChangePassword />
          </Card>
          <FactorCard hasFactor={me.hasFactor} />
        </>
      )}
      {me.by !== 'installation' && <TokensCard accountId={me.subject} mayChange={me.by === 'session'} />}
    </>
  );
}
