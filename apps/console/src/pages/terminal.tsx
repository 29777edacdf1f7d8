import type { TerminalView } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ApiError } from '../api.js';
import { terminalQuery } from '../queries.js';
import { registrationQuery } from '../review-queries.js';
import { AlertsOf } from '../widgets/alerts-of.js';
import { CommandsCard } from '../widgets/commands-card.js';
import { ControlRequests } from '../widgets/control-requests.js';
import { ConformanceCard } from '../widgets/conformance-card.js';
import { FreezeButton } from '../widgets/freeze-button.js';
import { GapsTable } from '../widgets/gaps-table.js';
import { Instant } from '../widgets/instant.js';
import { InspectionsCard } from '../widgets/inspections-card.js';
import { KeysCard } from '../widgets/keys-card.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PageHead } from '../widgets/page-head.js';
import { Answer } from '../widgets/query-state.js';
import { Readable } from '../widgets/readable.js';
import { RegistrationCard } from '../widgets/registration-card.js';
import { TerminalCards, TerminalStatus } from '../widgets/terminal-cards.js';
import { TerminalOrders } from '../widgets/terminal-orders.js';
import { Timeline } from '../widgets/timeline.js';

export function TerminalPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const query = useQuery(terminalQuery(id));
  const unheard = useUnheard(id, query);
  return (
    <>
      <PageHead
        name={id}
        path={<Link to="/terminals">{t('terminals.title')}</Link>}
        extra={
          query.data && (
            <>
              <span className="badges" data-testid="terminal-status">
                <TerminalStatus terminal={query.data} />
              </span>
              <Orders terminal={query.data} />
            </>
          )
        }
      >
        <OutsideText text={id} />
      </PageHead>
      <Answer query={query} missing={t('terminals.unknown')} rows={6}>
        {(terminal) => (
          <>
            <TerminalCards terminal={terminal} />
            <RegistrationCard id={id} registration={terminal.registration} />
            <Readable needs="policies.read" everywhere>
              <ConformanceCard terminalId={id} />
            </Readable>
            <Card
              size="small"
              className="flush"
              title={t('terminals.gaps')}
              extra={
                <span data-testid="data-complete-until">
                  {t('terminals.dataComplete')}:{' '}
                  {terminal.dataCompleteUntil ? (
                    <Instant at={terminal.dataCompleteUntil} />
                  ) : (
                    <span className="quiet">{t('terminals.noCompleteness')}</span>
                  )}
                </span>
              }
            >
              <GapsTable terminalId={id} />
            </Card>
            <Readable needs="alerts.read">
              <AlertsOf key={id} filter={{ terminal: id }} />
            </Readable>
            <CommandsCard id={id} summary={terminal.commands} />
            <Readable needs="terminals.read" everywhere>
              <Card size="small" className="flush" title={t('review.requests')}>
                <ControlRequests terminal={id} />
              </Card>
            </Readable>
            {terminal.registration && <InspectionsCard id={id} />}
            <KeysCard id={id} journal={terminal.journal} />
            <Card size="small" title={t('terminals.timeline')}>
              <Timeline subject="terminals" id={id} />
            </Card>
          </>
        )}
      </Answer>
      {unheard && <Unheard id={id} />}
    </>
  );
}

function Orders({ terminal }: { terminal: TerminalView }) {
  return (
    <span className="row-actions">
      <FreezeButton terminal={terminal} />
      <TerminalOrders id={terminal.id} />
    </span>
  );
}

/** A terminal begins with its registration and its key, before anything was heard of it. */
function Unheard({ id }: { id: string }) {
  const registration = useQuery(registrationQuery(id)).data?.items[0];
  return (
    <>
      <RegistrationCard id={id} registration={registration} />
      {registration && <InspectionsCard id={id} />}
      <KeysCard id={id} />
    </>
  );
}

/**
 * Whether nothing was ever heard of a terminal. An answer that is asked for again forgets its error meanwhile; what somebody
 * has open on the page must not go with it.
 */
function useUnheard(id: string, { data, error }: { data: unknown; error: Error | null }): boolean {
  const [unheardId, setUnheardId] = useState<string>();
  if (unheardId !== id && error instanceof ApiError && error.status === 404) setUnheardId(id);
  return unheardId === id && data === undefined;
}
