import { BarChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step } from '../text/minutes.js';
import { chartOption } from './chart-option.js';

use([BarChart, ScatterChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

/** Only drawn; what it says is in `label` for those who cannot see it. */
export function EventChart({ steps, label }: { steps: Step[]; label: string }) {
  const { t, i18n } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);

  useEffect(() => {
    if (!box.current) return;
    const drawn = init(box.current, undefined, { renderer: 'svg' });
    chart.current = drawn;
    const observer = new ResizeObserver(() => drawn.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      drawn.dispose();
    };
  }, []);

  useEffect(() => {
    const texts = {
      succeeded: t('overview.succeeded'),
      failed: t('overview.failed'),
      other: t('overview.other'),
      alerts: t('overview.alertMark'),
    };
    chart.current?.setOption(chartOption(steps, texts));
  }, [steps, t, i18n.language]);

  return <div ref={box} className="chart" role="img" aria-label={label} data-testid="event-chart" />;
}
