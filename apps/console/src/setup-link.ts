export interface SetupLink {
  code: string;
  /** It makes the first administrator, who chooses a name. */
  isFirst: boolean;
}

/** `#code=…`, or `#first=…` of the first start; a fragment never reaches a server or its logs. */
export function setupLinkIn(hash: string): SetupLink | undefined {
  const values = new URLSearchParams(hash.replace(/^#/, ''));
  const [first, code] = [values.get('first'), values.get('code')];
  if (first) return { code: first, isFirst: true };
  return code ? { code, isFirst: false } : undefined;
}

/** The setup link this page was opened by, taken out of the address and the history. */
export function takeSetupLink(): SetupLink | undefined {
  if (location.pathname !== '/setup') return undefined;
  const link = setupLinkIn(location.hash);
  history.replaceState(history.state, '', '/');
  return link;
}
