import type { CounterView } from '@tillwatch/api';
import { Card, Segmented, Skeleton } from 'antd';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stepMinutes, stepsOf, sumOf } from '../text/minutes.js';

const EventChart = lazy(async () => ({ default: (await import('./event-chart.js')).EventChart }));

const ranges = [1, 3, 6, 24];
const tickMs = 15_000;

/** Events of the last hours; moves on by itself when nothing happens. */
export function EventsCard({ counters }: { counters: CounterView[] }) {
  const { t } = useTranslation();
  const [hours, setHours] = useState(3);
  const now = useNow();
  const steps = useMemo(() => stepsOf(counters, now, hours), [counters, now, hours]);
  const sum = sumOf(steps);
  const minutes = stepMinutes(hours);
  const silent = sum.succeeded + sum.failed + sum.other + sum.alerts === 0;
  return (
    <Card
      size="small"
      title={minutes === 1 ? t('overview.perMinute') : t('overview.perMinutes', { count: minutes })}
      extra={
        <Segmented
          aria-label={t('overview.range')}
          value={hours}
          onChange={setHours}
          options={ranges.map((value) => ({ value, label: t('overview.hours', { count: value }) }))}
        />
      }
    >
      <div className="chart-box">
        <Suspense fallback={<Skeleton active title={false} paragraph={{ rows: 7 }} />}>
          <EventChart steps={steps} label={t('overview.chartSummary', { hours, ...sum })} />
        </Suspense>
        {silent && <div className="chart-empty">{t('overview.noEvents')}</div>}
      </div>
    </Card>
  );
}

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}
