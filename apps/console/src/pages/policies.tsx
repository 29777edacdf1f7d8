import type { PolicySettings, PolicyView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Card, Table, Tag, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLanguage } from '../i18n/use-language.js';
import { policiesQuery } from '../people-queries.js';
import { Instant } from '../widgets/instant.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PageHead } from '../widgets/page-head.js';
import { PolicyDrafts } from '../widgets/policy-drafts.js';
import { PolicyChoice } from '../widgets/policy-choice.js';
import { policySettings, PolicyValue } from '../widgets/policy-value.js';
import { PublishPolicy } from '../widgets/publish-policy.js';
import { Answer } from '../widgets/query-state.js';

export function PoliciesPage() {
  const { t } = useTranslation();
  const query = useQuery(policiesQuery);
  return (
    <>
      <PageHead name={t('policies.title')} extra={<Link to="/conformance">{t('conformance.title')}</Link>} />
      <p className="quiet">{t('policies.explain')}</p>
      <Answer query={query} rows={10}>
        {(policies) => (
          <>
            <PolicyDrafts policies={policies} />
            <PolicyChoice policies={policies} />
            <Card size="small" className="flush" data-testid="policies">
              <Settings policies={policies.items} chosen={policies.choice.profile} />
            </Card>
            <Card
              size="small"
              title={t('policies.versions')}
              extra={<PublishPolicy policy={policies.items[0]!} isNew />}
              data-testid="policy-versions"
            >
              {policies.items.map((policy) => (
                <Versions key={policy.id} policy={policy} />
              ))}
            </Card>
          </>
        )}
      </Answer>
    </>
  );
}

/** The profiles side by side: where they differ is what they are chosen by. */
function Settings({ policies, chosen }: { policies: PolicyView[]; chosen: string }) {
  const { t } = useTranslation();
  const { side } = useLanguage();
  const columns: TableColumnsType<{ setting: keyof PolicySettings }> = [
    {
      title: t('policies.setting'),
      key: 'setting',
      width: 230,
      fixed: 'left',
      render: (_, { setting }) => t(`policies.${setting}`),
    },
    ...policies.map(({ id, title, current }) => ({
      title: (
        <span data-testid={`policy-${id}`}>
          <OutsideText text={title?.[side] ?? id} />{' '}
          {id === chosen && <Tag className="tag status-good">{t('policies.inUse')}</Tag>}
          <div className="quiet">{t('policies.version', { version: current.version })}</div>
        </span>
      ),
      key: id,
      width: 190,
      render: (_: unknown, { setting }: { setting: keyof PolicySettings }) => (
        <PolicyValue settings={current.settings} setting={setting} />
      ),
    })),
  ];
  return (
    <Table
      size="small"
      rowKey="setting"
      aria-label={t('policies.title')}
      columns={columns}
      dataSource={policySettings.map((setting) => ({ setting }))}
      pagination={false}
      scroll={{ x: 230 + 190 * policies.length }}
    />
  );
}

function Versions({ policy }: { policy: PolicyView }) {
  const { t } = useTranslation();
  const { side } = useLanguage();
  return (
    <section>
      <h3>
        <OutsideText text={policy.title?.[side] ?? policy.id} /> <span className="quiet">{policy.id}</span>{' '}
        <PublishPolicy policy={policy} />
      </h3>
      {policy.about && <p className="quiet">{policy.about[side]}</p>}
      <ul>
        {policy.versions.map(({ version, publishedAt, by, reason, author, singlePerson }) => (
          <li key={version}>
            {t('policies.version', { version })}{' '}
            {publishedAt === undefined ? (
              <span className="quiet">{t('policies.shipped')}</span>
            ) : (
              <>
                <OutsideText text={reason ?? ''} />{' '}
                <span className="quiet">
                  ·{' '}
                  {author !== undefined && (
                    <>
                      <OutsideText text={author} /> →{' '}
                    </>
                  )}
                  <OutsideText text={by ?? ''} />{' '}
                  {singlePerson && <Tag className="tag">{t('review.singlePerson')}</Tag>}
                  <Instant at={publishedAt} />
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
