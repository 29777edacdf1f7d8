import type { ImportKind, ImportKindView, ImportRowView, ImportView } from '@tillwatch/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Segmented, Table, Tag, Upload, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiPath, postCsv } from '../api.js';
import { useWords } from '../i18n/use-language.js';
import { zhCn } from '../i18n/zh-cn.js';
import { importKindsQuery } from '../people-queries.js';
import { EntityLink } from '../widgets/entity-link.js';
import { Offer } from '../widgets/offer.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PageHead } from '../widgets/page-head.js';
import { Answer } from '../widgets/query-state.js';
import { Refusal } from '../widgets/refusal.js';
import { useSearch } from '../widgets/use-search.js';

const charsets = ['utf-8', 'gb18030'] as const;

export function ImportsPage() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead name={t('imports.title')} path={<Link to="/operators">{t('operators.title')}</Link>} />
      <p className="quiet">{t('imports.explain')}</p>
      <Offer to={apiPath(['imports', 'any'])} orSay>
        <Kinds />
      </Offer>
    </>
  );
}

function Kinds() {
  const query = useQuery(importKindsQuery);
  return <Answer query={query}>{({ items }) => <ImportForm kinds={items} />}</Answer>;
}

function ImportForm({ kinds }: { kinds: readonly ImportKindView[] }) {
  const { t } = useTranslation();
  const words = useWords();
  const client = useQueryClient();
  const [search, change] = useSearch(['kind']);
  const { kind, required, optional } = kinds.find((one) => one.kind === search.kind) ?? kinds[0]!;
  const [file, setFile] = useState<File>();
  const [charset, setCharset] = useState<(typeof charsets)[number]>('utf-8');
  const send = useMutation<ImportView, Error, boolean>({
    mutationFn: (dryRun) => postCsv(apiPath(['imports', kind], { dryRun: String(dryRun), charset }), file!),
    onSuccess: (answer) => (answer.dryRun ? undefined : client.invalidateQueries()),
  });
  const tried = send.data?.dryRun === true;
  return (
    <>
      <Card size="small">
        <div className="actions">
          <Segmented<ImportKind>
            aria-label={t('imports.kind')}
            value={kind}
            onChange={(wanted) => {
              send.reset();
              change({ kind: wanted });
            }}
            options={kinds.map(({ kind: value }) => ({ value, label: words('value', `import-${value}`) ?? value }))}
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
        <p className="quiet">
          {t('imports.columns', { columns: required.join(', ') })} ({optional.join(', ')})
        </p>
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
