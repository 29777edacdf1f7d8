import type { TrainingMethod, TrainingView } from '@tillwatch/api';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Input, Select, Tag, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { trainingQuery } from '../people-queries.js';
import { Instant, MaybeInstant } from './instant.js';
import { Offer } from './offer.js';
import { OutsideText } from './outside-text.js';
import { PagedTable } from './paged-table.js';
import { Readable } from './readable.js';
import { Refusal } from './refusal.js';
import { useCommand } from './use-command.js';

const methods: readonly TrainingMethod[] = ['classroom', 'online', 'on-the-job', 'briefing', 'external'];
const requiredTopic = 'security-awareness';

/** What an operator was taught, what is due, and a training that was just held. */
export function TrainingCard({ operatorId }: { operatorId: string }) {
  const { t } = useTranslation();
  return (
    <Card size="small" className="flush" title={t('training.title')} data-testid="training-card">
      <RecordTraining operatorId={operatorId} />
      <Readable needs="operators.read" everywhere>
        <Trained operatorId={operatorId} />
      </Readable>
    </Card>
  );
}

function Trained({ operatorId }: { operatorId: string }) {
  const { t } = useTranslation();
  return (
    <PagedTable
      query={useInfiniteQuery(trainingQuery({ operator: operatorId }))}
      columns={useTrainingColumns()}
      empty={t('training.empty')}
      testId="training-row"
      label={t('training.title')}
      minWidth={620}
      rowKey={trainingKey}
    />
  );
}

export function trainingKey({ operatorId, topic }: TrainingView): string {
  return `${operatorId}\n${topic}`;
}

export function useTrainingColumns(): TableColumnsType<TrainingView> {
  const { t } = useTranslation();
  return [
    { title: t('training.topic'), key: 'topic', render: (_, { topic }) => <Topic topic={topic} /> },
    {
      title: t('training.completed'),
      key: 'completed',
      width: 170,
      render: (_, { completedAt }) =>
        completedAt === undefined ? <span className="quiet">{t('training.never')}</span> : <Instant at={completedAt} />,
    },
    {
      title: t('training.method'),
      key: 'method',
      width: 120,
      render: (_, { method }) => (method ? t(`training.${method}`) : <MaybeInstant at={undefined} />),
    },
    {
      title: t('training.due'),
      key: 'due',
      width: 230,
      render: (_, { dueAt, overdue }) => (
        <>
          <Instant at={dueAt} /> {overdue && <Tag className="tag status-bad">{t('training.overdue')}</Tag>}
        </>
      ),
    },
  ];
}

function Topic({ topic }: { topic: string }) {
  const { t } = useTranslation();
  return topic === requiredTopic ? t('training.security-awareness') : <OutsideText text={topic} />;
}

function RecordTraining({ operatorId }: { operatorId: string }) {
  const { t } = useTranslation();
  const [topic, setTopic] = useState<string>(requiredTopic);
  const [method, setMethod] = useState<TrainingMethod>('classroom');
  const [evidence, setEvidence] = useState('');
  const record = useCommand(() => setEvidence(''));
  const submit = () => {
    const more = evidence.trim() ? { evidence: evidence.trim().toLowerCase() } : {};
    // A till's clock is not ours: a minute ago is not ahead of the server's.
    const completedAt = new Date(Date.now() - 60_000).toISOString();
    const body = { topic: topic.trim(), method, completedAt, ...more };
    record.mutate({ path: apiPath(['operators', operatorId, 'training']), body });
  };
  return (
    <Offer to={apiPath(['operators', operatorId, 'training'])}>
      <div className="filters" data-testid="record-training">
        <Input
          value={topic}
          onChange={(event) => setTopic(event.target.value)}
          aria-label={t('training.topic')}
          maxLength={128}
          className="filter-wide"
        />
        <Select<TrainingMethod>
          value={method}
          onChange={setMethod}
          options={methods.map((value) => ({ value, label: t(`training.${value}`) }))}
          aria-label={t('training.method')}
          className="filter"
        />
        <Input
          value={evidence}
          onChange={(event) => setEvidence(event.target.value)}
          aria-label={t('training.evidence')}
          placeholder={t('training.evidence')}
          maxLength={64}
          className="filter-range"
        />
        <Button onClick={submit} disabled={record.isPending || topic.trim() === ''}>
          {t('training.record')}
        </Button>
      </div>
      <Refusal error={record.error} />
    </Offer>
  );
}
