import type { BacktestFinding, BacktestLine, BacktestSummary, BacktestVanished } from '@tillwatch/api';
import { useRun } from './use-run.js';

/** Rows of a table that a person reads; the summary counts the rest. */
const maxRows = 500;

export interface BacktestFound {
  findings: BacktestFinding[];
  noLonger: BacktestVanished[];
  summary?: BacktestSummary;
}

export function useBacktest() {
  return useRun<BacktestLine, BacktestFound>(
    () => ({ findings: [], noLonger: [] }),
    (found, line) => {
      if ('summary' in line) found.summary = line.summary;
      else if ('finding' in line && found.findings.length < maxRows) found.findings.push(line.finding);
      else if ('noLonger' in line && found.noLonger.length < maxRows) found.noLonger.push(line.noLonger);
    },
  );
}
