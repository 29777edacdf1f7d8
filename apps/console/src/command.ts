import { ApiError, authorization, credentials } from './api.js';
import { currentToken, signOut } from './session.js';

/** A command that was refused; `path` is the JSON pointer to the member at fault. */
export class CommandError extends ApiError {
  constructor(
    status: number,
    code: string,
    message: string,
    readonly path?: string,
  ) {
    super(status, code, message);
  }
}

const timeoutMs = 20_000;

/** Gives a command and reads its answer, if it has one. Not tried again by itself: whoever gave it decides. Throws `CommandError`. */
export async function command<Answer = void>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
): Promise<Answer> {
  const token = currentToken();
  const response = await fetch(path, {
    method,
    headers: {
      accept: 'application/json',
      ...(body && { 'content-type': 'application/json' }),
      ...authorization(token),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeoutMs),
    cache: 'no-store',
    credentials: credentials(token),
  }).catch((cause: unknown) => {
    throw new CommandError(0, 'unreachable', cause instanceof Error ? cause.message : String(cause));
  });
  if (response.status === 401 && token === currentToken()) signOut();
  const answer = (await response.json().catch(() => undefined)) as unknown;
  if (response.ok) return answer as Answer;
  const { error } = (answer ?? {}) as { error?: { code?: string; message?: string; path?: string } };
  throw new CommandError(response.status, error?.code ?? 'unreadable', error?.message ?? '', error?.path);
}
