import { apiPath, post } from './api.js';
import { byCookie, currentToken, signOut } from './session.js';

/** Ends the session on the server too; if that cannot be reached, it ends there by its idle time. */
export function leave(): void {
  if (currentToken() === byCookie)
    void post(apiPath(['me', 'sign-out']), {})
      .catch(() => undefined)
      .then(signOut);
  else signOut();
}
