import type { Role } from './permissions.js';

/** Who is asking. */
export interface Principal {
  tenant: string;
  /** Id of the account; of the installation's own two tokens `administrator` and `ingest`. */
  subject: string;
  /** Who acts, as events name them. */
  name: string;
  roles: readonly Role[];
  /** The only stores it sees and acts in, those its merchants run now among them; absent: all. */
  stores?: readonly string[];
  /** Whose stores are among them. */
  merchants?: readonly string[];
  /** What it showed: a token of the installation, a token of an account, or a session. */
  by: { kind: 'installation' } | { kind: 'token' | 'session'; id: string };
  /** May only set a password of its own, until it has. */
  mustChangePassword?: true;
}
