import type { DailyCheck, DailyException, DailyReviewDetail } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Card, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { apiPath } from '../api.js';
import { severities } from '../lists.js';
import { dailyReviewQuery, fourEyesQuery } from '../review-queries.js';
import { AnotherThan } from '../widgets/another-than.js';
import { CommandButton } from '../widgets/command-button.js';
import { CompileButton, SignedOff } from '../widgets/daily-reviews.js';
import { EntityLink, MaybeText } from '../widgets/entity-link.js';
import { FieldList } from '../widgets/field-list.js';
import { Instant } from '../widgets/instant.js';
import { OutsideText } from '../widgets/outside-text.js';
import { PageHead } from '../widgets/page-head.js';
import { Answer, Nothing } from '../widgets/query-state.js';

/** A day as the automatic checks found it, for somebody to sign off. */
export function DailyReviewPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const query = useQuery(dailyReviewQuery(id));
  return (
    <>
      <PageHead
        name={id}
        path={<Link to="/reviews">{t('review.title')}</Link>}
        extra={query.data && !query.data.signedOff && <Actions review={query.data} />}
      >
        <OutsideText text={id} />
      </PageHead>
      <Answer query={query} missing={t('review.unknownDay')} rows={6}>
        {(review) => (
          <>
            <div className="cards">
              <Summary review={review} />
              <Checks review={review} />
            </div>
            <Exceptions review={review} />
          </>
        )}
      </Answer>
    </>
  );
}

function Actions({ review: { id, zone, digest, content } }: { review: DailyReviewDetail }) {
  const { t } = useTranslation();
  const isTwo = useQuery(fourEyesQuery).data?.required ?? false;
  return (
    <div className="row-actions">
      <CompileButton date={id} zone={zone} />
      <AnotherThan than={isTwo ? content.handlers : []}>
        <CommandButton
          label={t('review.signOff')}
          ask={t('review.signOffAsk')}
          path={apiPath(['daily-reviews', id, 'sign-off'])}
          fields={[{ name: 'note', label: t('review.note'), kind: 'area' }]}
          body={(values) => ({ ...values, digest })}
          primary
          testId="sign-off"
        />
      </AnotherThan>
    </div>
  );
}

function Summary({ review }: { review: DailyReviewDetail }) {
  const { t } = useTranslation();
  const { content, compiled, signedOff } = review;
  const bySeverity = severities.map(
    (severity) => `${t(`severity.${severity}`)} ${content.alerts.bySeverity[severity] ?? 0}`,
  );
  return (
    <Card size="small" title={t('review.daily')} data-testid="day-summary">
      <FieldList
        fields={[
          [t('review.zone'), review.zone],
          [t('review.alerts'), `${content.alerts.total} (${bySeverity.join(', ')})`],
          [t('review.handlers'), <MaybeText text={content.handlers.join(', ')} />],
          [
            t('review.compiledBy'),
            <>
              <OutsideText text={compiled.by} /> <Instant at={compiled.at} />
            </>,
          ],
          [t('review.position'), review.position],
          [t('review.digest'), <code>{review.digest.slice(0, 16)}…</code>],
          [t('review.signedOff'), <SignedOff review={review} />],
          [t('review.note'), <MaybeText text={signedOff?.note} />],
        ]}
      />
    </Card>
  );
}

function Checks({ review: { content } }: { review: DailyReviewDetail }) {
  const { t } = useTranslation();
  const counts = Object.entries(content.checks) as [DailyCheck, number][];
  return (
    <Card size="small" title={t('review.check')} data-testid="day-checks">
      <FieldList
        fields={counts.map(([check, count]) => [
          t(`listed.check.${check}`),
          count > 0 ? <b className="bad">{count}</b> : <span className="quiet">0</span>,
        ])}
      />
    </Card>
  );
}

function Exceptions({ review: { content } }: { review: DailyReviewDetail }) {
  const { t } = useTranslation();
  const columns: TableColumnsType<DailyException & { key: number }> = [
    { title: t('review.check'), key: 'check', width: 170, render: (_, { check }) => t(`listed.check.${check}`) },
    { title: t('review.subject'), key: 'subject', render: (_, exception) => <Subject exception={exception} /> },
    { title: t('registry.detail'), key: 'detail', render: (_, { detail }) => <MaybeText text={detail} /> },
  ];
  return (
    <Card size="small" className="flush" title={t('review.exceptions')}>
      <Table
        size="small"
        aria-label={t('review.exceptions')}
        columns={columns}
        dataSource={content.exceptions.map((exception, key) => ({ ...exception, key }))}
        pagination={false}
        scroll={{ x: 640 }}
        onRow={() => ({ 'data-testid': 'exception-row' }) as React.HTMLAttributes<HTMLElement>}
        locale={{ emptyText: <Nothing text={t('review.nothingFound')} /> }}
      />
    </Card>
  );
}

const aboutTerminals: readonly DailyCheck[] = ['gap-open', 'clock-fault', 'unsigned-terminal', 'inspection-overdue'];

function Subject({ exception: { check, subject } }: { exception: DailyException }) {
  if (aboutTerminals.includes(check)) return <EntityLink kind="terminal" id={subject} />;
  if (check === 'alert-unhandled') return <Link to={`/alerts/${encodeURIComponent(subject)}`}>{subject}</Link>;
  return <OutsideText text={subject} />;
}
