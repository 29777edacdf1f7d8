import { useSyncExternalStore } from 'react';

/** The bearer token lives in this tab only, and only until the tab is closed. */
const storageKey = 'tillwatch.token';
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

export function currentToken(): string | undefined {
  return sessionStorage.getItem(storageKey) ?? undefined;
}

export function signIn(token: string): void {
  sessionStorage.setItem(storageKey, token);
  dispatchEvent(new Event(sessionEvent));
}

export function signOut(): void {
  sessionStorage.removeItem(storageKey);
  dispatchEvent(new Event(sessionEvent));
}

/** Calls `listener` after every sign-in and sign-out; returns how to stop. */
export function onSession(listener: () => void): () => void {
  addEventListener(sessionEvent, listener);
  return () => removeEventListener(sessionEvent, listener);
}

export function useToken(): string | undefined {
  return useSyncExternalStore(onSession, currentToken);
}
