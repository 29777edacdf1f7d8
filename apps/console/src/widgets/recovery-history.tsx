import type { RecoveryHistoryEntry } from '@tillwatch/api';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-language.js';
import { Facts } from './facts.js';
import { fieldName } from './field-name.js';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';

/** Ids and hashes that nobody reads in a line; objects are drawn elsewhere. */
const leftOut = [
  'comment',
  'by',
  'thing',
  'id',
  'evidenceId',
  'endSessionsId',
  'demandChangeId',
  'eventId',
  'digest',
  'alertId',
];

/** What people, terminals and time did to a case. */
export function RecoveryHistory({ entries }: { entries: readonly RecoveryHistoryEntry[] }) {
  return (
    <ol className="timeline history" data-testid="recovery-history">
      {entries.map((entry) => (
        <Row key={entry.revision} entry={entry} />
      ))}
    </ol>
  );
}

function Row({ entry: { name, at, actor, data } }: { entry: RecoveryHistoryEntry }) {
  const { t } = useTranslation();
  const words = useWords();
  const { comment, by, field } = data;
  const facts = Object.fromEntries(Object.entries(data).filter(([name]) => !leftOut.includes(name)));
  if (typeof field === 'string') facts['field'] = fieldName(words, field);
  return (
    <li className={actor === undefined ? 'row-plain' : 'row-person'} data-testid="history-row" data-event={name}>
      <Instant at={at} />
      <span className="event-name">{words('event', name) ?? <OutsideText text={name} />}</span>
      <span>
        {actor === undefined ? (
          <span className="quiet">{t('recovery.terminalSaid')}</span>
        ) : (
          <OutsideText text={actor} />
        )}
      </span>
      <span className="event-facts">
        {typeof comment === 'string' && <OutsideText text={comment} maxCharacters={2_000} />}
        <Facts data={by === undefined ? facts : { resetBy: by, ...facts }} />
      </span>
    </li>
  );
}
