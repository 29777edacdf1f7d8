import type { TimelineEntry } from '@tillwatch/api';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-language.js';
import type { Subject } from '../queries.js';
import { exactUtc } from '../text/time.js';
import { EntityLink } from './entity-link.js';
import { Facts } from './facts.js';
import { Instant, LateBadge } from './instant.js';
import { OutsideText } from './outside-text.js';

/** Events that call for attention at a glance; the rest are neutral. */
const tone: Record<string, 'bad' | 'good'> = {
  LoginFailed: 'bad',
  OperatorLocked: 'bad',
  TamperDetected: 'bad',
  FactorBypassed: 'bad',
  ConflictingEventReceived: 'bad',
  GapDeclaredLost: 'bad',
  EventsLost: 'bad',
  LoginSucceeded: 'good',
  OperatorUnlocked: 'good',
};

/** One event of a timeline; its raw data unfolds below. */
export function TimelineRow({
  entry,
  subject,
  evidence,
}: {
  entry: TimelineEntry;
  subject: Subject;
  evidence: boolean;
}) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <li
      className={`row-${tone[entry.name] ?? 'plain'}${evidence ? ' evidence' : ''}`}
      data-testid="timeline-row"
      data-event={entry.name}
    >
      <Instant at={entry.at} />
      <span className="event-name">{words('event', entry.name) ?? <OutsideText text={entry.name} />}</span>
      <span className="event-where">
        {subject === 'operators' ? (
          <EntityLink kind="terminal" id={entry.terminalId} />
        ) : (
          <EntityLink kind="operator" id={entry.operatorId} />
        )}
      </span>
      <span className="event-facts">
        <Facts data={entry.data} />
        {evidence && <Tag className="tag evidence-tag">{t('alerts.isEvidence')}</Tag>}
        {entry.lateByMs !== undefined && <LateBadge lateByMs={entry.lateByMs} />}
        {entry.marks?.map((mark) => (
          <Tag key={mark} className="tag status-bad">
            {words('value', mark) ?? <OutsideText text={mark} />}
          </Tag>
        ))}
      </span>
      <RawEvent entry={entry} />
    </li>
  );
}

/** Of one event's JSON. */
const maxRawCharacters = 8_000;

function RawEvent({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation();
  const raw = JSON.stringify(entry.data, null, 2);
  const facts: [string, string][] = [
    [t('timeline.corrected'), exactUtc(entry.at)],
    [t('timeline.claimed'), entry.time],
    [t('timeline.recorded'), exactUtc(entry.recordedAt)],
    [t('timeline.position'), String(entry.position)],
    [t('timeline.journal'), entry.sequence === undefined ? '—' : `${entry.epoch ?? '—'}/${entry.sequence}`],
    [t('timeline.id'), entry.id],
  ];
  return (
    <details className="raw">
      <summary>{t('timeline.raw')}</summary>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <OutsideText text={value} />
            </dd>
          </div>
        ))}
      </dl>
      <pre>
        {raw
          .slice(0, maxRawCharacters)
          .split('\n')
          .map((line, index) => (
            <span key={index}>
              <RawLine line={line} />
              {'\n'}
            </span>
          ))}
        {raw.length > maxRawCharacters && t('timeline.cut')}
      </pre>
    </details>
  );
}

/** Indentation is ours; what follows it is not. */
function RawLine({ line }: { line: string }) {
  const indent = /^ */.exec(line)?.[0] ?? '';
  return (
    <>
      {indent}
      <OutsideText text={line.slice(indent.length)} />
    </>
  );
}
