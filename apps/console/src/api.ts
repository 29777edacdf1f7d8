import { currentToken, signOut } from './session.js';

/** Why a request did not bring an answer; `message` is the server's English, for the details line. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    /** HTTP status; 0 when the server could not be reached at all. */
    readonly status: number,
    /** From the API's closed list; `unreachable` or `unreadable` when the answer was not the API's. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const timeoutMs = 20_000;

/** Query parameters; those undefined or empty are left out. */
export type Parameters = Record<string, string | number | undefined>;

/** `/v1/alerts?severity=high`; every part of the path is encoded, so an id may hold anything. */
export function apiPath(parts: string[], parameters: Parameters = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  const path = `/v1/${parts.map(encodeURIComponent).join('/')}`;
  return query.size > 0 ? `${path}?${query}` : path;
}

/** Reads one answer. A 401 ends the session: the router then shows the sign-in page. Throws `ApiError`, or as `signal` says. */
export async function get<Answer>(path: string, signal?: AbortSignal, token = currentToken()): Promise<Answer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const response = await send(path, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout }, token).catch(
    (cause: unknown) => {
      if (signal?.aborted) throw cause;
      throw unreachable(cause);
    },
  );
  return readAnswer<Answer>(response);
}

/** Gives a command; one without an answer of its own (204) gives `undefined`. Throws `ApiError`. */
export async function post<Answer>(path: string, body: object): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', body: JSON.stringify(body), headers, signal };
  const response = await send(path, request, currentToken()).catch((cause: unknown) => {
    throw unreachable(cause);
  });
  return response.status === 204 ? (undefined as Answer) : readAnswer<Answer>(response);
}

/** A command's own id, so that giving it again changes nothing: a UUID, also where the page is not served securely. */
export function newCommandId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

async function send(path: string, request: RequestInit, token: string | undefined): Promise<Response> {
  const response = await fetch(path, {
    ...request,
    headers: { accept: 'application/json', ...authorization(token), ...request.headers },
    cache: 'no-store',
    credentials: 'omit',
  });
  if (response.ok) return response;
  if (response.status === 401 && token === currentToken()) signOut();
  throw await readError(response);
}

function unreachable(cause: unknown): unknown {
  if (cause instanceof ApiError) return cause;
  return new ApiError(0, 'unreachable', cause instanceof Error ? cause.message : String(cause));
}

export function authorization(token: string | undefined): Record<string, string> {
  return token ? { authorization: `Bearer ${token}` } : {};
}

async function readAnswer<Answer>(response: Response): Promise<Answer> {
  try {
    return (await response.json()) as Answer;
  } catch {
    throw new ApiError(response.status, 'unreadable', 'The answer is not JSON');
  }
}

async function readError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  const error = isRecord(body) && isRecord(body['error']) ? body['error'] : {};
  const { code, message } = error;
  return new ApiError(
    response.status,
    typeof code === 'string' ? code : 'unreadable',
    typeof message === 'string' ? message : response.statusText,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
