import type { PoliciesView, PolicyDraftView, PolicySettings } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { fourEyesQuery } from '../review-queries.js';
import { AnotherThan } from './another-than.js';
import { CommandButton } from './command-button.js';
import { FieldList } from './field-list.js';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';
import { policySettings, PolicyValue } from './policy-value.js';

/** Versions that wait for somebody else, with what they change. */
export function PolicyDrafts({ policies: { drafts, items } }: { policies: PoliciesView }) {
  const { t } = useTranslation();
  if (drafts.length === 0) return null;
  return (
    <Card size="small" title={t('policies.drafts')} data-testid="policy-drafts">
      {drafts.map((draft) => (
        <Draft
          key={draft.profile}
          draft={draft}
          before={items.find(({ id }) => id === draft.profile)?.current.settings}
        />
      ))}
    </Card>
  );
}

function Draft({
  draft: { profile, draft, settings, by, at, reason },
  before,
}: {
  draft: PolicyDraftView;
  before: PolicySettings | undefined;
}) {
  const { t } = useTranslation();
  const isTwo = useQuery(fourEyesQuery).data?.required ?? false;
  const isSame = (setting: keyof PolicySettings) =>
    JSON.stringify(settings[setting]) === JSON.stringify(before?.[setting]);
  return (
    <section data-testid={`draft-${profile}`}>
      <h3>
        <OutsideText text={profile} />
      </h3>
      <p>
        <OutsideText text={reason} maxCharacters={2_000} />{' '}
        <span className="quiet">
          · <OutsideText text={by} /> <Instant at={at} />
        </span>
      </p>
      <FieldList
        fields={policySettings
          .filter((setting) => !isSame(setting))
          .map((setting) => [
            t(`policies.${setting}`),
            <>
              {before && (
                <>
                  <PolicyValue settings={before} setting={setting} /> →{' '}
                </>
              )}
              <PolicyValue settings={settings} setting={setting} />
            </>,
          ])}
      />
      <div className="actions">
        <AnotherThan than={isTwo ? [by] : []}>
          <CommandButton
            label={t('policies.putInForce')}
            path={apiPath(['policies', profile, 'draft', 'put-in-force'])}
            fields={[]}
            ask={t('policies.putInForceAsk')}
            body={() => ({ draft })}
            primary
            testId={`put-in-force-${profile}`}
          />
        </AnotherThan>
        <CommandButton
          label={t('policies.discard')}
          path={apiPath(['policies', profile, 'draft', 'discard'])}
          fields={[{ name: 'reason', label: t('register.reason'), kind: 'area' }]}
          body={(values) => ({ ...values, draft })}
          danger
          testId={`discard-${profile}`}
        />
      </div>
    </section>
  );
}
