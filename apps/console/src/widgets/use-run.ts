import type { BacktestProgress } from '@tillwatch/api';
import { useEffect, useRef, useState } from 'react';
import { runLines } from '../run-lines.js';

export interface RunState<Result> {
  running: boolean;
  progress?: BacktestProgress;
  /** Once it is over. */
  result?: Result;
  error?: Error;
}

/**
 * One run over the past at a time; a new one, or leaving the page, ends the one before. `take` adds a line to what `fresh`
 * made.
 */
export function useRun<Line extends object, Result>(
  fresh: () => Result,
  take: (result: Result, line: Exclude<Line, { error: unknown }>) => void,
) {
  const [state, setState] = useState<RunState<Result>>({ running: false });
  const current = useRef<AbortController>(undefined);
  useEffect(() => () => current.current?.abort(), []);

  async function run(path: string, order: object): Promise<void> {
    current.current?.abort();
    const control = new AbortController();
    current.current = control;
    const show = (shown: RunState<Result>) => {
      if (!control.signal.aborted) setState(shown);
    };
    show({ running: true });
    const result = fresh();
    try {
      for await (const line of runLines<Line>(path, order, control.signal)) {
        take(result, line);
        if ('progress' in line) show({ running: true, progress: line.progress as BacktestProgress });
      }
      show({ running: false, result });
    } catch (error) {
      show({ running: false, error: error as Error });
    }
  }

  return {
    state,
    run,
    /** What was found before is found out of date: it is taken away. */
    reset: () => setState({ running: false }),
    cancel: () => {
      current.current?.abort();
      setState({ running: false });
    },
  };
}
