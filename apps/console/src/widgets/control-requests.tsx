import type { ControlRequestView } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { useWords } from '../i18n/use-language.js';
import { controlRequestsQuery } from '../review-queries.js';
import { AnotherThan } from './another-than.js';
import { CommandButton } from './command-button.js';
import { EntityLink } from './entity-link.js';
import { Instant, MaybeInstant } from './instant.js';
import { OutsideText } from './outside-text.js';
import { PagedTable } from './paged-table.js';

/** What somebody asked a terminal to be told and somebody else is to decide on: all that wait, or all of one terminal. */
export function ControlRequests({ terminal }: { terminal?: string }) {
  const { t } = useTranslation();
  const filter = terminal === undefined ? { status: 'pending' } : { terminal };
  return (
    <PagedTable
      query={useInfiniteQuery(controlRequestsQuery(filter))}
      columns={useRequestColumns()}
      empty={t('review.noRequests')}
      testId="request-row"
      label={t('review.requests')}
      minWidth={860}
    />
  );
}

function useRequestColumns(): TableColumnsType<ControlRequestView> {
  const { t } = useTranslation();
  const words = useWords();
  return [
    {
      title: t('registry.id'),
      key: 'terminal',
      render: (_, { terminalId }) => <EntityLink kind="terminal" id={terminalId} />,
    },
    {
      title: t('review.command'),
      key: 'command',
      width: 100,
      render: (_, { command }) => words('value', command) ?? command,
    },
    { title: t('review.status'), key: 'status', width: 90, render: (_, { status }) => t(`review.${status}`) },
    {
      title: t('registry.by'),
      key: 'by',
      width: 130,
      render: (_, { requested }) => <OutsideText text={requested.by} />,
    },
    { title: t('registry.at'), key: 'at', width: 152, render: (_, { requested }) => <Instant at={requested.at} /> },
    {
      title: t('review.confirmBy'),
      key: 'confirm',
      width: 152,
      render: (_, { confirmBy }) => <MaybeInstant at={confirmBy} />,
    },
    { title: t('registry.reason'), key: 'reason', render: (_, { reason }) => <OutsideText text={reason} /> },
    {
      key: 'decide',
      width: 190,
      render: (_, request) =>
        request.status === 'pending' && (
          <AnotherThan than={[request.requested.by]}>
            <Decide request={request} />
          </AnotherThan>
        ),
    },
  ];
}

function Decide({ request: { id } }: { request: ControlRequestView }) {
  const { t } = useTranslation();
  const reason = { name: 'reason', label: t('registry.reason'), kind: 'area' as const };
  return (
    <div className="row-actions">
      <CommandButton
        label={t('review.approve')}
        path={apiPath(['control-requests', id, 'approve'])}
        fields={[{ ...reason, optional: true }]}
        testId="approve"
      />
      <CommandButton
        label={t('review.reject')}
        path={apiPath(['control-requests', id, 'reject'])}
        fields={[reason]}
        danger
        testId="reject"
      />
    </div>
  );
}
