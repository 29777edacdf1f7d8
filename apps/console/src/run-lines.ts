import { ApiError, authorization, credentials } from './api.js';
import { currentToken, signOut } from './session.js';

/** What is wrong with the text of a rule, and where. */
export interface Fault {
  line: number;
  code: string;
  reason: { en: string; zh: string };
}

/** The text of a rule that cannot be run. */
export class RuleRefused extends ApiError {
  constructor(
    status: number,
    message: string,
    readonly faults: readonly Fault[],
  ) {
    super(status, 'rule-invalid', message);
  }
}

/** Starts a run over the past and gives each line as it comes. Throws `ApiError`, or as `signal` says. */
export async function* runLines<Line extends object>(
  path: string,
  order: object,
  signal: AbortSignal,
): AsyncIterable<Exclude<Line, { error: unknown }>> {
  const token = currentToken();
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization(token) },
    body: JSON.stringify(order),
    signal,
    cache: 'no-store',
    credentials: credentials(token),
  }).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw new ApiError(0, 'unreachable', String(cause));
  });
  if (response.status === 401 && token === currentToken()) signOut();
  if (!response.ok || !response.body) throw await refusalOf(response);
  let complete = false;
  for await (const text of linesOf(response.body)) {
    const line = JSON.parse(text) as { error?: RefusedBody };
    if (line.error) throw refusal(response.status, line.error);
    complete ||= 'summary' in line;
    yield line as unknown as Exclude<Line, { error: unknown }>;
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

interface RefusedBody {
  code?: string;
  message?: string;
  faults?: Fault[];
}

async function refusalOf(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => ({}))) as { error?: RefusedBody };
  return refusal(response.status, body.error ?? { message: response.statusText });
}

function refusal(status: number, { code = 'unreadable', message = '', faults }: RefusedBody): ApiError {
  return faults ? new RuleRefused(status, message, faults) : new ApiError(status, code, message);
}
