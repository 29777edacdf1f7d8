import type { ControlFailureView, SecurityControl } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { useDuration } from '../i18n/use-language.js';
import { zhCn } from '../i18n/zh-cn.js';
import { controlFailuresQuery } from '../review-queries.js';
import { CommandButton } from './command-button.js';
import { MaybeText } from './entity-link.js';
import { Instant } from './instant.js';
import { PagedTable } from './paged-table.js';

const controls = Object.keys(zhCn.listed.control) as SecurityControl[];

export function ControlFailures() {
  const { t } = useTranslation();
  return (
    <PagedTable
      query={useInfiniteQuery(controlFailuresQuery)}
      columns={useFailureColumns()}
      empty={t('review.noFailures')}
      testId="failure-row"
      label={t('review.failures')}
      minWidth={960}
    />
  );
}

export function OpenFailureButton() {
  const { t } = useTranslation();
  return (
    <CommandButton
      label={t('review.openFailure')}
      path={apiPath(['control-failures'])}
      fields={[
        {
          name: 'control',
          label: t('review.control'),
          kind: 'choice',
          choices: controls.map((value) => ({ value, label: t(`listed.control.${value}`) })),
        },
        { name: 'startedAt', label: t('review.startedAt'), kind: 'instant' },
        { name: 'description', label: t('review.description'), kind: 'area' },
        { name: 'cause', label: t('review.cause'), kind: 'area', optional: true },
      ]}
      primary
      testId="open-failure"
    />
  );
}

function useFailureColumns(): TableColumnsType<ControlFailureView> {
  const { t } = useTranslation();
  const duration = useDuration();
  return [
    {
      title: t('review.control'),
      key: 'control',
      width: 130,
      render: (_, { control }) => t(`listed.control.${control}`),
    },
    { title: t('review.status'), key: 'status', width: 110, render: (_, { status }) => t(`review.${status}`) },
    {
      title: t('review.startedAt'),
      key: 'started',
      width: 152,
      render: (_, { startedAt }) => <Instant at={startedAt} />,
    },
    {
      title: t('review.duration'),
      key: 'duration',
      width: 110,
      render: (_, { durationMs }) => (durationMs === undefined ? '—' : duration(durationMs)),
    },
    {
      title: t('review.description'),
      key: 'description',
      render: (_, { description }) => <MaybeText text={description} />,
    },
    { title: t('review.cause'), key: 'cause', render: (_, { cause }) => <MaybeText text={cause} /> },
    {
      title: t('review.fix'),
      key: 'fix',
      render: (_, { resumed, closed }) => (
        <MaybeText text={closed ? `${resumed!.fix} · ${closed.riskAssessment}` : resumed?.fix} />
      ),
    },
    { key: 'next', width: 130, render: (_, failure) => <NextStep failure={failure} /> },
  ];
}

function NextStep({ failure: { id, status, cause } }: { failure: ControlFailureView }) {
  const { t } = useTranslation();
  if (status === 'closed') return null;
  if (status === 'resumed') {
    return (
      <CommandButton
        label={t('review.close')}
        path={apiPath(['control-failures', id, 'close'])}
        fields={[{ name: 'riskAssessment', label: t('review.riskAssessment'), kind: 'area' }]}
        testId="close-failure"
      />
    );
  }
  return (
    <CommandButton
      label={t('review.resume')}
      path={apiPath(['control-failures', id, 'resume'])}
      fields={[
        { name: 'resumedAt', label: t('review.resumedAt'), kind: 'instant' },
        { name: 'cause', label: t('review.cause'), kind: 'area', ...(cause !== undefined && { initial: cause }) },
        { name: 'fix', label: t('review.fix'), kind: 'area' },
      ]}
      testId="resume-failure"
    />
  );
}
