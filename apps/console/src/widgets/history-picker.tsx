import { Alert, Button, DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant as Past } from '../queries.js';
import { Instant } from './instant.js';

/** Chooses the past to look at: the state as of one instant, told by what was known at another. */
export function HistoryPicker({ past, onChange }: { past: Past; onChange: (past: Past) => void }) {
  const { t } = useTranslation();
  const [asOf, setAsOf] = useState(() => read(past.asOf));
  const [knownAt, setKnownAt] = useState(() => read(past.knownAt));
  const show = () => onChange({ asOf: asOf?.toISOString(), knownAt: knownAt?.toISOString() });
  return (
    <form
      className="history-picker"
      onSubmit={(event) => {
        event.preventDefault();
        show();
      }}
    >
      <label>
        <span>{t('history.asOf')}</span>
        <DatePicker showTime value={asOf} onChange={setAsOf} placeholder={t('history.now')} data-testid="as-of" />
      </label>
      <label>
        <span>{t('history.knownAt')}</span>
        <DatePicker
          showTime
          value={knownAt}
          onChange={setKnownAt}
          placeholder={t('history.now')}
          data-testid="known-at"
        />
      </label>
      <Button htmlType="submit" disabled={!asOf && !knownAt} data-testid="show-history">
        {t('history.show')}
      </Button>
    </form>
  );
}

/** Says, unmistakably, that what follows is not the present. */
export function HistoryBanner({ past, onBack }: { past: Past; onBack: () => void }) {
  const { t } = useTranslation();
  if (!past.asOf && !past.knownAt) return null;
  return (
    <Alert
      type="info"
      showIcon
      className="history-banner"
      data-testid="history-banner"
      title={<strong>{t('history.banner')}</strong>}
      description={
        <>
          {past.asOf && (
            <div>
              {t('history.bannerAsOf')}
              <Instant at={past.asOf} />
            </div>
          )}
          {past.knownAt && (
            <div>
              {t('history.bannerKnownAt')}
              <Instant at={past.knownAt} />
            </div>
          )}
          {past.asOf && <div>{t('history.timelineTo')}</div>}
        </>
      }
      action={
        <Button onClick={onBack} data-testid="back-to-now">
          {t('history.back')}
        </Button>
      }
    />
  );
}

function read(iso: string | undefined): Dayjs | null {
  return iso ? dayjs(iso) : null;
}
