import type { ImportKind, ImportRowView, ImportView } from '@tillwatch/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Segmented, Table, Tag, Upload, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiPath, postCsv } from '../api.js';
import { zhCn } from '../i18n/zh-cn.js';
import { EntityLink } from '../widgets/entity-link.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PageHead } from '../widgets/page-head.js';
import { Refusal } from '../widgets/refusal.js';
import { useSearch } from '../widgets/use-search.js';

const columnsOf: Record<ImportKind, string> = {
  operators: 'id, role, scopeClass, name, stores',
  training: 'operatorId, topic, method, completedAt, expiresAt, evidence',
  rosters: 'operatorId, storeId, from, to, kind',
};
const charsets = ['utf-8', 'gb18030'] as const;

export function ImportsPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [search, change] = useSearch(['kind']);
  const kind: ImportKind = search.kind === 'training' || search.kind === 'rosters' ? search.kind : 'operators';
  const [file, setFile] = useState<File>();
  const [charset, setCharset] = useState<(typeof charsets)[number]>('utf-8');
  const send = useMutation<ImportView, Error, boolean>({
    mutationFn: (dryRun) => postCsv(apiPath(['imports', kind], { dryRun: String(dryRun), charset }), file!),
    onSuccess: (answer) => (answer.dryRun ? undefined : client.invalidateQueries()),
  });
  const tried = send.data?.dryRun === true;
  return (
    <>
      <PageHead name={t('imports.title')} path={<Link to="/operators">{t('operators.title')}</Link>} />
      <p className="quiet">{t('imports.explain')}</p>
      <Card size="small">
        <div className="actions">
          <Segmented<ImportKind>
            aria-label={t('imports.kind')}
            value={kind}
            onChange={(wanted) => {
              send.reset();
              change({ kind: wanted });
            }}
            options={[
              { value: 'operators', label: t('imports.operators') },
              { value: 'training', label: t('imports.trainings') },
              { value: 'rosters', label: t('imports.rosters') },
            ]}
          />
          <Segmented
            aria-label={t('imports.charset')}
            value={charset}
            onChange={(wanted) => {
              send.reset();
              setCharset(wanted);
            }}
            options={charsets.map((value) => ({ value, label: value.toUpperCase() }))}
          />
          <Upload
            accept=".csv,text/csv"
            maxCount={1}
            showUploadList={false}
            data-testid="import-file"
            beforeUpload={(chosen: File) => {
              send.reset();
              setFile(chosen);
              return false;
            }}
          >
            <Button>{t('imports.file')}</Button>
          </Upload>
          {file && <OutsideText text={file.name} />}
          <Button onClick={() => send.mutate(true)} disabled={!file} loading={send.isPending}>
            {t('imports.dryRun')}
          </Button>
          <Button type="primary" onClick={() => send.mutate(false)} disabled={!file || !tried} loading={send.isPending}>
            {t('imports.import')}
          </Button>
        </div>
        <p className="quiet">{t('imports.columns', { columns: columnsOf[kind] })}</p>
        <Refusal error={send.error} />
      </Card>
      {send.data && <Report report={send.data} />}
    </>
  );
}

const tone = { created: 'good', changed: 'good', unchanged: 'quiet', refused: 'bad' } as const;

function Report({ report: { dryRun, counts, rows } }: { report: ImportView }) {
  const { t } = useTranslation();
  const columns: TableColumnsType<ImportRowView> = [
    { title: t('imports.line'), dataIndex: 'line', width: 80, align: 'right' },
    {
      title: t('imports.result'),
      key: 'status',
      width: 140,
      filters: (Object.keys(tone) as (keyof typeof tone)[]).map((value) => ({ value, text: t(`imports.${value}`) })),
      onFilter: (value, { status }) => status === value,
      render: (_, { status }) => <Tag className={`tag status-${tone[status]}`}>{t(`imports.${status}`)}</Tag>,
    },
    {
      title: t('operators.operator'),
      key: 'operator',
      width: 240,
      render: (_, { operatorId }) => <EntityLink kind="operator" id={operatorId} />,
    },
    { title: t('imports.why'), key: 'why', render: (_, row) => <Why row={row} /> },
  ];
  return (
    <Card size="small" className="flush" data-testid="import-report">
      <Alert
        type={counts.refused > 0 ? 'warning' : dryRun ? 'info' : 'success'}
        showIcon
        role="status"
        title={t(dryRun ? 'imports.dry' : 'imports.done')}
        description={(Object.keys(tone) as (keyof typeof tone)[]).map((status) => (
          <span key={status} className="fact-name">
            {t(`imports.${status}`)} {counts[status]}{' '}
          </span>
        ))}
      />
      <Table<ImportRowView>
        size="small"
        rowKey="line"
        aria-label={t('imports.title')}
        columns={columns}
        dataSource={rows}
        pagination={{ pageSize: 100, hideOnSinglePage: true, showSizeChanger: false }}
        onRow={() => ({ 'data-testid': 'import-row' }) as React.HTMLAttributes<HTMLElement>}
        locale={{ emptyText: t('imports.empty') }}
      />
    </Card>
  );
}

function Why({ row: { code, path } }: { row: ImportRowView }) {
  const { t } = useTranslation();
  if (code === undefined) return null;
  const known = Object.hasOwn(zhCn.refused, code) ? (code as keyof typeof zhCn.refused) : 'failed';
  return (
    <>
      {t(`refused.${known}`)} {path !== undefined && <code>{path.slice(1)}</code>}
    </>
  );
}
