import type { ContactView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Card, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { contactQuery } from '../people-queries.js';
import { CommandButton } from './command-button.js';
import { FieldList } from './field-list.js';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';
import { Answer } from './query-state.js';
import { useNow } from './use-now.js';

/** Where an operator can be reached, and whether that counts yet. */
export function ContactCard({ operatorId }: { operatorId: string }) {
  const { t } = useTranslation();
  const query = useQuery(contactQuery(operatorId));
  return (
    <Card size="small" title={t('contact.title')} data-testid="contact-card">
      <Answer query={query} rows={2}>
        {({ contact }) => (
          <>
            {contact ? <Facts contact={contact} /> : <p className="quiet">{t('contact.none')}</p>}
            <Changes operatorId={operatorId} isThere={contact !== undefined} />
          </>
        )}
      </Answer>
    </Card>
  );
}

function Facts({ contact: { kind, masked, registered, standsFrom } }: { contact: ContactView }) {
  const { t } = useTranslation();
  const isFresh = Date.parse(standsFrom) > useNow(60_000);
  return (
    <FieldList
      fields={[
        [
          t('contact.masked'),
          <>
            {t(`contact.${kind}`)} <OutsideText text={masked} />
          </>,
        ],
        [
          t('contact.registered'),
          <>
            <OutsideText text={registered.by} /> <Instant at={registered.at} />
          </>,
        ],
        [
          t('recovery.channels.self-service'),
          isFresh ? (
            <span className="warn" data-testid="contact-fresh">
              {t('contact.fresh')}
              <Instant at={standsFrom} />
            </span>
          ) : (
            <Tag className="tag status-good">{t('contact.stands')}</Tag>
          ),
        ],
      ]}
    />
  );
}

function Changes({ operatorId, isThere }: { operatorId: string; isThere: boolean }) {
  const { t } = useTranslation();
  const path = (...parts: string[]) => apiPath(['operators', operatorId, 'contact', ...parts]);
  const kinds = (['phone', 'mail'] as const).map((value) => ({ value, label: t(`contact.${value}`) }));
  return (
    <div className="actions">
      <CommandButton
        label={t(isThere ? 'contact.change' : 'contact.add')}
        ask={t('contact.changeAsk')}
        path={path()}
        fields={[
          { name: 'kind', label: t('contact.kind'), kind: 'choice', choices: kinds, initial: 'phone' },
          { name: 'destination', label: t('contact.destination'), hint: t('contact.destinationHint') },
        ]}
        testId="set-contact"
      />
      {isThere && (
        <CommandButton
          label={t('contact.remove')}
          ask={t('contact.removeAsk')}
          path={path('remove')}
          fields={[{ name: 'reason', label: t('registry.reason'), kind: 'area' }]}
          danger
          testId="remove-contact"
        />
      )}
    </div>
  );
}
