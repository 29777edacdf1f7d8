import { byCookie, currentToken, signOut } from './session.js';

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
export function get<Answer>(path: string, signal?: AbortSignal, token = currentToken()): Promise<Answer> {
  return ask(path, { method: 'GET' }, token, signal);
}

/** Gives a command and reads the answer, `undefined` for a 204. Not tried again by itself: whoever gave it decides. Throws `ApiError`. */
export function post<Answer>(path: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body) }, currentToken());
}

/** Reads what is open to anybody. Throws `ApiError`. */
export function getOpen<Answer>(path: string): Promise<Answer> {
  return ask(path, { method: 'GET' }, undefined);
}

/** Asks as nobody: to sign in, or to set a password by a link. The server may give this browser a session. Throws `ApiError`. */
export function postOpen<Answer>(path: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'same-origin' }, undefined);
}

/** Hands a document in, as the bytes it is. Throws `ApiError`. */
export function postFile<Answer>(path: string, file: Blob): Promise<Answer> {
  const headers = { 'content-type': 'application/octet-stream' };
  return ask(path, { method: 'POST', headers, body: file }, currentToken());
}

/** Gives a command that is answered by a file. Throws `ApiError`. */
export async function postForFile(path: string, body: object): Promise<{ name: string; content: Blob }> {
  const headers = { 'content-type': 'application/json' };
  const response = await send(path, { method: 'POST', headers, body: JSON.stringify(body) }, currentToken());
  const [, name = 'file'] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
  return { name, content: await response.blob() };
}

/** Sends a CSV file as it is: the server reads its encoding. Throws `ApiError`. */
export function postCsv<Answer>(path: string, file: Blob): Promise<Answer> {
  return ask(path, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: file }, currentToken());
}

async function ask<Answer>(
  path: string,
  request: RequestInit,
  token: string | undefined,
  signal?: AbortSignal,
): Promise<Answer> {
  const response = await send(path, request, token, signal);
  return response.status === 204 ? (undefined as Answer) : readAnswer<Answer>(response);
}

/** Gives back an answer that is no refusal. */
async function send(
  path: string,
  { headers, ...request }: RequestInit,
  token: string | undefined,
  signal?: AbortSignal,
): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const response = await fetch(path, {
    ...request,
    headers: { accept: 'application/json', ...(headers as Record<string, string>), ...authorization(token) },
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    cache: 'no-store',
    credentials: request.credentials ?? credentials(token),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, 'unreachable', cause instanceof Error ? cause.message : String(cause));
  });
  if (response.ok) return response;
  if (response.status === 401 && token !== undefined && token === currentToken()) signOut();
  throw await readError(response);
}

/** A command's own id, so that giving it again changes nothing: a UUID, also where the page is not served securely. */
export function newCommandId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The cookie goes along in a session only: whoever shows a token is asked for that. */
export function credentials(token: string | undefined): RequestCredentials {
  return token === byCookie ? 'same-origin' : 'omit';
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
