import { useSyncExternalStore } from 'react';

/** A bearer token lives in this tab only, and only until the tab is closed. */
const storageKey = 'tillwatch.token';
/** That there is a session; its secret is a cookie that no script sees, which all tabs share. */
const markKey = 'tillwatch.session';
/** In place of a token: the browser sends the cookie by itself. */
export const byCookie = '';
const sessionEvent = 'tillwatch:session';

/** What may stand in an Authorization header; a token with anything else was not copied right. */
export function readToken(text: string): string | undefined {
  const token = text.trim();
  return /^[\x21-\x7e]{1,512}$/.test(token) ? token : undefined;
}

/** The token of `#token=…`, decoded; the fragment never reaches a server. */
export function tokenInFragment(hash: string): string | undefined {
  const value = new URLSearchParams(hash.replace(/^#/, '')).get('token');
  return value === null ? undefined : readToken(value);
}

/** Signs in with the token of the address, if it has one, and takes it out of the address and the history. */
export function takeTokenFromAddress(): void {
  if (!/^#(.*&)?token=/.test(location.hash)) return;
  const token = tokenInFragment(location.hash);
  history.replaceState(history.state, '', location.pathname + location.search);
  if (token) signIn(token);
}

/** Takes in that a sign-in by the identity provider has ended, well or not, and takes it out of the address. */
export function takeOpenIdFromAddress(): void {
  const values = new URLSearchParams(location.hash.replace(/^#/, ''));
  const [session, refused] = [values.get('session'), values.get('refused')];
  if (session !== 'openid' && !isRefusal(refused)) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  refusal = isRefusal(refused) ? refused : undefined;
  if (session === 'openid') signIn(byCookie);
}

type OpenIdRefusal = 'openid' | 'role-missing';

function isRefusal(text: string | null): text is OpenIdRefusal {
  return text === 'openid' || text === 'role-missing';
}

let refusal: OpenIdRefusal | undefined;

/** Why the identity provider, or what it said, did not let somebody in just now; `undefined` when nobody was refused. */
export function openIdRefusal(): OpenIdRefusal | undefined {
  return refusal;
}

/** The token, `byCookie` in a session, `undefined` when nobody is signed in. */
export function currentToken(): string | undefined {
  return sessionStorage.getItem(storageKey) ?? (localStorage.getItem(markKey) ? byCookie : undefined);
}

/** `byCookie`: the server has just given this browser a session. */
export function signIn(token: string): void {
  if (token === byCookie) localStorage.setItem(markKey, 'on');
  else sessionStorage.setItem(storageKey, token);
  dispatchEvent(new Event(sessionEvent));
}

export function signOut(): void {
  // A token in this tab hides the session that other tabs may be in.
  if (sessionStorage.getItem(storageKey) === null) localStorage.removeItem(markKey);
  sessionStorage.removeItem(storageKey);
  dispatchEvent(new Event(sessionEvent));
}

/** Calls `listener` after every sign-in and sign-out; returns how to stop. */
export function onSession(listener: () => void): () => void {
  // Other tabs tell of themselves by their change of the mark.
  for (const event of [sessionEvent, 'storage']) addEventListener(event, listener);
  return () => {
    for (const event of [sessionEvent, 'storage']) removeEventListener(event, listener);
  };
}

export function useToken(): string | undefined {
  return useSyncExternalStore(onSession, currentToken);
}
