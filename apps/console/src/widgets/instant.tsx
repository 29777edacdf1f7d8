import { Tag, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDuration } from '../i18n/use-language.js';
import { exactUtc, localTime } from '../text/time.js';

/** A time in the viewer's zone, the exact UTC at a touch. */
export function Instant({ at }: { at: string }) {
  return (
    <Tooltip title={exactUtc(at)}>
      <time dateTime={at} className="instant">
        {localTime(at)}
      </time>
    </Tooltip>
  );
}

/** `Instant`, or a word where there is none. */
export function MaybeInstant({ at }: { at: string | undefined }) {
  const { t } = useTranslation();
  return at ? <Instant at={at} /> : <span className="quiet">{t('state.never')}</span>;
}

export function LateBadge({ lateByMs }: { lateByMs: number }) {
  const { t } = useTranslation();
  const duration = useDuration()(lateByMs);
  return (
    <Tooltip title={t('late.explain', { duration })}>
      <Tag className="tag late" data-testid="late-badge">
        {t('late.badge', { duration })}
      </Tag>
    </Tooltip>
  );
}
