import type { InspectionResult, InspectionView, RegistrationView } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Card, Tag, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { zhCn } from '../i18n/zh-cn.js';
import { inspectionsQuery } from '../review-queries.js';
import { CommandButton, type FieldValues } from './command-button.js';
import { MaybeText } from './entity-link.js';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';
import { PagedTable } from './paged-table.js';
import { useNow } from './use-now.js';

type Question = keyof typeof zhCn.listed.question;
const questions = Object.keys(zhCn.listed.question) as Question[];
const results = Object.keys(zhCn.listed.result) as InspectionResult[];

/** When the next one is due, marked when that has passed. */
export function DueInspection({ registration: { inspectionDue, retired } }: { registration: RegistrationView }) {
  const { t } = useTranslation();
  const now = useNow(60_000);
  if (retired) return <span className="quiet">—</span>;
  return (
    <>
      <Instant at={inspectionDue} />{' '}
      {Date.parse(inspectionDue) <= now && <Tag className="tag status-bad">{t('registry.overdue')}</Tag>}
    </>
  );
}

export function ResultTag({ result }: { result: InspectionResult }) {
  const { t } = useTranslation();
  const tone = { ok: 'good', defect: 'warn', tamper: 'bad', substitution: 'bad' }[result];
  return <Tag className={`tag status-${tone}`}>{t(`listed.result.${result}`)}</Tag>;
}

/** What inspections of a terminal found, newest first, and the way to record the next. */
export function InspectionsCard({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Card size="small" className="flush" title={t('registry.inspections')} extra={<InspectButton id={id} />}>
      <PagedTable
        query={useInfiniteQuery(inspectionsQuery(id))}
        columns={useInspectionColumns()}
        empty={t('registry.noInspections')}
        testId="inspection-row"
        label={t('registry.inspections')}
        minWidth={760}
      />
    </Card>
  );
}

export function InspectButton({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <CommandButton
      label={t('registry.inspect')}
      ask={t('registry.inspectAsk')}
      path={apiPath(['terminals', id, 'inspections'])}
      fields={[
        { name: 'inspector', label: t('registry.inspector') },
        {
          name: 'result',
          label: t('registry.result'),
          kind: 'choice',
          choices: results.map((value) => ({ value, label: t(`listed.result.${value}`) })),
        },
        ...questions.map((name) => ({
          name,
          label: t(`listed.question.${name}`),
          kind: 'check' as const,
          initial: false,
        })),
        { name: 'photos', label: t('registry.photos'), kind: 'photos', optional: true, hint: t('registry.photosHint') },
        { name: 'notes', label: t('registry.notes'), kind: 'area', optional: true },
      ]}
      body={withChecklist}
      testId="inspect"
    />
  );
}

function withChecklist(values: FieldValues): object {
  const checklist = Object.fromEntries(questions.map((question) => [question, values[question] === true]));
  const said = Object.entries(values).filter(([name]) => !questions.some((question) => question === name));
  return { ...Object.fromEntries(said), checklist };
}

function useInspectionColumns(): TableColumnsType<InspectionView> {
  const { t } = useTranslation();
  return [
    { title: t('registry.at'), key: 'at', width: 152, render: (_, { at }) => <Instant at={at} /> },
    {
      title: t('registry.result'),
      key: 'result',
      width: 190,
      render: (_, { result, flagged }) => (
        <>
          <ResultTag result={result} />
          {flagged && <Tag className="tag status-warn">{t('registry.caseNeeded')}</Tag>}
        </>
      ),
    },
    {
      title: t('registry.inspector'),
      key: 'inspector',
      width: 120,
      render: (_, { inspector }) => <OutsideText text={inspector} />,
    },
    {
      title: t('registry.checklist'),
      key: 'checklist',
      render: (_, { checklist }) => <Checklist checklist={checklist} />,
    },
    { title: t('registry.photos'), key: 'photos', width: 72, align: 'right', render: (_, { photos }) => photos.length },
    { title: t('registry.notes'), key: 'notes', render: (_, { notes }) => <MaybeText text={notes} /> },
  ];
}

function Checklist({ checklist }: Pick<InspectionView, 'checklist'>) {
  const { t } = useTranslation();
  return Object.entries(checklist).map(([question, answer]) => (
    <div key={question}>
      {questions.some((known) => known === question) ? (
        t(`listed.question.${question as Question}`)
      ) : (
        <OutsideText text={question} />
      )}
      {': '}
      {typeof answer === 'boolean' ? t(answer ? 'registry.yes' : 'registry.no') : <OutsideText text={String(answer)} />}
    </div>
  ));
}
