import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { apiPath } from '../api.js';
import { operatorQuery } from '../queries.js';
import { AlertsOf } from '../widgets/alerts-of.js';
import { ContactCard } from '../widgets/contact-card.js';
import { HistoryBanner, HistoryPicker } from '../widgets/history-picker.js';
import { Offer } from '../widgets/offer.js';
import { OperatorCards } from '../widgets/operator-cards.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PageHead } from '../widgets/page-head.js';
import { Answer } from '../widgets/query-state.js';
import { OperatorRegistrationCard } from '../widgets/operator-registration-card.js';
import { Readable } from '../widgets/readable.js';
import { RevealsCard } from '../widgets/reveals-card.js';
import { RiskCard } from '../widgets/risk-card.js';
import { ShiftsCard } from '../widgets/shifts-card.js';
import { StatusTag } from '../widgets/tags.js';
import { OperatorOrders } from '../widgets/terminal-orders.js';
import { Timeline } from '../widgets/timeline.js';
import { TrainingCard } from '../widgets/training-card.js';
import { useSearch } from '../widgets/use-search.js';
import { AskWhyNot } from '../widgets/why-not.js';

export function OperatorPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const [search, change] = useSearch(['asOf', 'knownAt']);
  const past = { ...readable('asOf', search.asOf), ...readable('knownAt', search.knownAt) };
  // Alerts are known by what they are now: beside a state of the past they would mislead.
  const isPast = past.asOf !== undefined || past.knownAt !== undefined;
  const query = useQuery(operatorQuery(id, past));
  const back = () => change({ asOf: undefined, knownAt: undefined });
  return (
    <>
      <PageHead
        name={id}
        path={<Link to="/operators">{t('operators.title')}</Link>}
        extra={
          <>
            <span className="badges" data-testid="operator-status">
              {query.data && <StatusTag status={query.data.status} />}
            </span>
            {!isPast && (
              <Offer to={apiPath(['recovery-cases'])}>
                <Link to={`/recoveries?new=1&operator=${encodeURIComponent(id)}`} data-testid="request-recovery">
                  {t('caseWork.request')}
                </Link>
              </Offer>
            )}
            <AskWhyNot kind="operator" id={id} />
            <HistoryPicker key={`${past.asOf} ${past.knownAt}`} past={past} onChange={change} />
          </>
        }
      >
        <OutsideText text={id} />
      </PageHead>
      <HistoryBanner past={past} onBack={back} />
      <Answer query={query} missing={t('operators.unknown')} rows={6}>
        {(operator) => (
          <>
            <OperatorCards operator={operator} />
            <OperatorRegistrationCard operator={operator} isPast={isPast} />
            {!isPast && <ContactCard operatorId={id} />}
            {!isPast && <OperatorOrders operator={operator} />}
            {!isPast && operator.registration && <TrainingCard key={`training ${id}`} operatorId={id} />}
            {!isPast && <ShiftsCard operatorId={id} store={operator.storeId} />}
            {!isPast && <RiskCard kind="operator" id={id} />}
            {!isPast && (
              <Readable needs="alerts.read">
                <AlertsOf key={id} filter={{ operator: id }} />
              </Readable>
            )}
            {!isPast && <RevealsCard operatorId={id} />}
            <Readable needs="operators.read" everywhere>
              <Card size="small" title={t('operators.timeline')}>
                <Timeline subject="operators" id={id} range={past.asOf ? { to: past.asOf } : {}} />
              </Card>
            </Readable>
          </>
        )}
      </Answer>
    </>
  );
}

/** Times in the address were perhaps typed: one that cannot be read is as good as none. */
function readable<Name extends string>(name: Name, text: string | undefined): Partial<Record<Name, string>> {
  if (!text || Number.isNaN(Date.parse(text))) return {};
  return { [name]: new Date(text).toISOString() } as Record<Name, string>;
}
