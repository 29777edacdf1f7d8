import type { EChartsCoreOption } from 'echarts/core';
import { localClock } from '../text/time.js';
import type { Step } from '../text/minutes.js';
import { chartColours as colours, fontFamily } from '../theme.js';

export type ChartTexts = Record<'succeeded' | 'failed' | 'other' | 'alerts', string>;

/** Stacked bars of events, and a diamond over every step in which alerts were raised. */
export function chartOption(steps: Step[], texts: ChartTexts): EChartsCoreOption {
  const bar = (key: 'succeeded' | 'failed' | 'other') => ({
    name: texts[key],
    type: 'bar',
    stack: 'events',
    barCategoryGap: '15%',
    itemStyle: { color: colours[key] },
    data: steps.map((step) => step[key]),
  });
  const height = (step: Step) => step.succeeded + step.failed + step.other;
  return {
    animation: false,
    textStyle: { fontFamily },
    grid: { left: 8, right: 12, top: 34, bottom: 4, outerBoundsMode: 'same' },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 10, textStyle: { color: '#45505e' } },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, confine: true },
    xAxis: {
      type: 'category',
      data: steps.map((step) => localClock(step.start)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: '#c6cdd6' } },
      axisLabel: { color: '#5a6778', hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { color: '#5a6778' },
      splitLine: { lineStyle: { color: '#eaedf1' } },
    },
    series: [
      bar('succeeded'),
      bar('other'),
      bar('failed'),
      {
        name: texts.alerts,
        type: 'scatter',
        symbol: 'diamond',
        symbolSize: 11,
        symbolOffset: [0, -9],
        itemStyle: { color: colours.alerts },
        // The mark stands on its bar; the tooltip says how many alerts there were.
        data: steps.flatMap((step, index) => (step.alerts > 0 ? [[index, height(step), step.alerts]] : [])),
        encode: { tooltip: 2 },
      },
    ],
  };
}
