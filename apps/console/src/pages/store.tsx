import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { storeCalendarQuery } from '../store-queries.js';
import { AlertsOf } from '../widgets/alerts-of.js';
import { CalendarCard } from '../widgets/calendar-card.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PageHead } from '../widgets/page-head.js';
import { Answer } from '../widgets/query-state.js';
import { RiskCard } from '../widgets/risk-card.js';
import { useMay } from '../widgets/use-me.js';
import { AskWhyNot } from '../widgets/why-not.js';

export function StorePage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const seesAlerts = useMay('alerts.read');
  return (
    <>
      <PageHead
        name={id}
        path={<Link to="/stores">{t('stores.title')}</Link>}
        extra={<AskWhyNot kind="store" id={id} />}
      >
        <OutsideText text={id} />
      </PageHead>
      <Answer query={useQuery(storeCalendarQuery(id))} rows={8}>
        {(calendar) => <CalendarCard key={`${id} ${calendar?.revision}`} store={id} calendar={calendar} />}
      </Answer>
      <RiskCard kind="store" id={id} />
      {seesAlerts && <AlertsOf key={id} filter={{ store: id }} />}
    </>
  );
}
