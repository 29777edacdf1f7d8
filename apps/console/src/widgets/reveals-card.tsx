import type { RevealView } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useWords } from '../i18n/use-language.js';
import { revealsQuery } from '../people-queries.js';
import { EntityLink } from './entity-link.js';
import { fieldName } from './field-name.js';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';
import { PagedTable } from './paged-table.js';
import { useMay } from './use-me.js';

/** Who was shown what in clear, of one operator or of everything; nothing for who may not see that. */
export function RevealsCard({ operatorId }: { operatorId?: string }) {
  return useMay('accounts.read', true) && <Reveals {...(operatorId !== undefined && { operatorId })} />;
}

function Reveals({ operatorId }: { operatorId?: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const filter = operatorId === undefined ? {} : { thing: 'operator', id: operatorId };
  return (
    <Card size="small" className="flush" title={t('personal.reveals')} data-testid="reveals-card">
      <PagedTable
        query={useInfiniteQuery(revealsQuery(filter))}
        columns={[
          { title: t('personal.at'), key: 'at', width: 170, render: (_, { at }) => <Instant at={at} /> },
          { title: t('personal.by'), key: 'by', width: 150, render: (_, { by }) => <OutsideText text={by} /> },
          {
            title: t('personal.about'),
            key: 'about',
            width: 220,
            render: (_, reveal) => <Thing reveal={reveal} />,
          },
          { title: t('personal.field'), key: 'field', width: 150, render: (_, { field }) => fieldName(words, field) },
          { title: t('personal.reason'), key: 'reason', render: (_, { reason }) => <OutsideText text={reason} /> },
        ]}
        empty={t('personal.none')}
        testId="reveal-row"
        label={t('personal.reveals')}
        minWidth={860}
      />
    </Card>
  );
}

function Thing({ reveal: { thing, thingId } }: { reveal: RevealView }) {
  const { t } = useTranslation();
  if (thing === 'operator') return <EntityLink kind="operator" id={thingId} />;
  return <Link to={`/recoveries/${thingId}`}>{t('recovery.title')}</Link>;
}
