import type { AlertView } from '@tillwatch/api';
import { Alert as Note, Tag, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDuration } from '../i18n/use-language.js';
import { dueOf } from '../text/due.js';
import { exactUtc } from '../text/time.js';
import { visibleText } from '../text/visible.js';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';
import { useNow } from './use-now.js';

const drawMs = 15_000;

/** How long people still have for an alert, or for how long they had none. */
export function DueBadge({ alert }: { alert: AlertView }) {
  const { t } = useTranslation();
  const duration = useDuration();
  const due = dueOf(alert, useNow(drawMs));
  if (!due) return null;
  const [text, tone] =
    due.leftMs > 0
      ? [t('handling.dueIn', { duration: duration(due.leftMs) }), 'quiet']
      : [t('handling.overdueBy', { duration: duration(-due.leftMs) }), 'bad'];
  const by = due.what === 'resolve' ? alert.resolveBy : alert.acknowledgeBy;
  return (
    <Tooltip title={`${t(`handling.${due.what}By`)} ${exactUtc(by)}`}>
      <Tag className={`tag status-${tone}`} data-testid="due-badge">
        {text}
      </Tag>
    </Tooltip>
  );
}

/** Why nobody is notified of it, in a word each. */
export function HeldMarks({ alert: { inhibitedBy, silencedBy } }: { alert: AlertView }) {
  const { t } = useTranslation();
  const silenced = silencedBy?.map(({ author, reason }) => t('handling.silencedBy', { author, reason })).join(' · ');
  return (
    <>
      {inhibitedBy !== undefined && <Tag className="tag held">{t('handling.inhibitedMark')}</Tag>}
      {silenced !== undefined && (
        <Tooltip title={visibleText(silenced)}>
          <Tag className="tag held" data-testid="silenced">
            {t('handling.silencedMark')}
          </Tag>
        </Tooltip>
      )}
    </>
  );
}

/** The same in sentences: whose silences they are, and which alert explains it. */
export function HeldNotes({ alert: { inhibitedBy, silencedBy } }: { alert: AlertView }) {
  const { t } = useTranslation();
  return (
    <>
      {inhibitedBy !== undefined && (
        <Note
          type="info"
          showIcon
          title={t('handling.inhibited')}
          description={<Link to={`/alerts/${encodeURIComponent(inhibitedBy)}`}>{inhibitedBy}</Link>}
        />
      )}
      {silencedBy && (
        <Note
          type="info"
          showIcon
          data-testid="silenced-note"
          title={t('handling.silenced')}
          description={silencedBy.map(({ id, author, reason, until }) => (
            <div key={id}>
              <OutsideText text={t('handling.silencedBy', { author, reason })} />{' '}
              <span className="quiet">
                {t('silences.until')} <Instant at={until} />
              </span>
            </div>
          ))}
        />
      )}
    </>
  );
}
