import type { BacktestLine } from '@tillwatch/api';
import { ApiError, apiPath, authorization } from './api.js';
import { currentToken, signOut } from './session.js';

export interface BacktestOrder {
  from: string;
  to: string;
  thresholds?: readonly number[];
}

/** Has a rule tried on the past and gives each line as it comes. Throws `ApiError`, or as `signal` says. */
export async function* runBacktest(
  rule: string,
  order: BacktestOrder,
  signal: AbortSignal,
): AsyncIterable<BacktestLine> {
  const token = currentToken();
  const response = await fetch(apiPath(['rules', rule, 'backtest']), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization(token) },
    body: JSON.stringify(order),
    signal,
    cache: 'no-store',
    credentials: 'omit',
  }).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw new ApiError(0, 'unreachable', String(cause));
  });
  if (response.status === 401 && token === currentToken()) signOut();
  if (!response.ok || !response.body) throw await refusalOf(response);
  let complete = false;
  for await (const text of linesOf(response.body)) {
    const line = JSON.parse(text) as BacktestLine;
    if ('error' in line) throw new ApiError(response.status, line.error.code, line.error.message);
    complete ||= 'summary' in line;
    yield line;
  }
  if (!complete) throw new ApiError(0, 'unreachable', 'The answer ended early.');
}

/** The lines of a stream of bytes, wherever it is cut. */
export async function* linesOf(bytes: ReadableStream<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  const reader = bytes.getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield line;
      if (done) break;
    }
    if (rest !== '') yield rest;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function refusalOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => ({}))) as { error?: { code?: string; message?: string } };
  return new ApiError(response.status, body.error?.code ?? 'unreadable', body.error?.message ?? response.statusText);
}
