import type { AlertView, ResolutionView } from '@tillwatch/api';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { FieldList } from './field-list.js';
import { Instant } from './instant.js';
import { OutsideText } from './outside-text.js';

/** Who has an alert, and what it was found to be, now and before. */
export function AlertHandling({ alert }: { alert: AlertView }) {
  const { t } = useTranslation();
  const { acknowledged, assignee, resolution, earlierResolutions } = alert;
  return (
    <FieldList
      fields={[
        [
          t('handling.assignee'),
          assignee === undefined ? (
            <span className="quiet">{t('handling.nobody')}</span>
          ) : (
            <OutsideText text={assignee} />
          ),
        ],
        [
          t('handling.acknowledged'),
          acknowledged ? (
            <>
              <OutsideText text={acknowledged.by} /> <Instant at={acknowledged.at} />
            </>
          ) : (
            <span className="quiet">{t('handling.nobody')}</span>
          ),
        ],
        [t('handling.acknowledgeBy'), <Instant at={alert.acknowledgeBy} />],
        [t('handling.resolveBy'), <Instant at={alert.resolveBy} />],
        ...(resolution
          ? [[t('handling.resolution'), <Resolution resolution={resolution} />] as [string, React.ReactNode]]
          : []),
        ...(earlierResolutions.length > 0
          ? [
              [
                t('handling.earlier'),
                earlierResolutions.toReversed().map((earlier) => <Resolution key={earlier.at} resolution={earlier} />),
              ] as [string, React.ReactNode],
            ]
          : []),
      ]}
    />
  );
}

function Resolution({ resolution }: { resolution: ResolutionView }) {
  const { t } = useTranslation();
  const { reason, duplicateOf, comment, by, at, severity, count } = resolution;
  return (
    <div data-testid="resolution">
      <b>{t(`resolution.${reason}`)}</b>{' '}
      {duplicateOf !== undefined && <Link to={`/alerts/${encodeURIComponent(duplicateOf)}`}>{duplicateOf}</Link>}
      <span className="quiet">
        {t('handling.judged', { severity: t(`severity.${severity}`), count })} · <OutsideText text={by} />{' '}
        <Instant at={at} />
      </span>
      {comment !== undefined && (
        <div>
          <OutsideText text={comment} maxCharacters={2_000} />
        </div>
      )}
    </div>
  );
}
