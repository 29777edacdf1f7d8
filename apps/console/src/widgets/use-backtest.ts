import type { BacktestFinding, BacktestProgress, BacktestSummary, BacktestVanished } from '@tillwatch/api';
import { useEffect, useRef, useState } from 'react';
import { runBacktest, type BacktestOrder } from '../backtest.js';

/** Rows of a table that a person reads; the summary counts the rest. */
export const maxRows = 500;

export interface BacktestState {
  running: boolean;
  progress?: BacktestProgress;
  findings: BacktestFinding[];
  noLonger: BacktestVanished[];
  summary?: BacktestSummary;
  error?: Error;
}

const idle: BacktestState = { running: false, findings: [], noLonger: [] };

/** One backtest at a time; a new one, or leaving the page, ends the one before. */
export function useBacktest(rule: string) {
  const [state, setState] = useState<BacktestState>(idle);
  const current = useRef<AbortController>(undefined);
  useEffect(() => () => current.current?.abort(), []);

  async function run(order: BacktestOrder): Promise<void> {
    current.current?.abort();
    const control = new AbortController();
    current.current = control;
    let now: BacktestState = { ...idle, running: true };
    const findings: BacktestFinding[] = [];
    const noLonger: BacktestVanished[] = [];
    const show = (change: Partial<BacktestState>) => {
      now = { ...now, ...change };
      if (!control.signal.aborted) setState(now);
    };
    show({});
    try {
      for await (const line of runBacktest(rule, order, control.signal)) {
        if ('progress' in line) show(line);
        else if ('summary' in line) show({ ...line, findings, noLonger });
        else if ('finding' in line && findings.length < maxRows) findings.push(line.finding);
        else if ('noLonger' in line && noLonger.length < maxRows) noLonger.push(line.noLonger);
      }
      show({ running: false });
    } catch (error) {
      show({ running: false, error: error as Error });
    }
  }

  return {
    state,
    run,
    cancel: () => {
      current.current?.abort();
      setState((before) => ({ ...before, running: false }));
    },
  };
}
