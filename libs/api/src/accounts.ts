import type { Permission, Role } from './permissions.js';

/** A person or a machine that may use the platform. */
export interface AccountView {
  id: string;
  /** What it signs in by, and what events name it by. */
  username: string;
  name: string;
  kind: 'person' | 'machine';
  roles: Role[];
  /** The only stores it sees and acts in; absent, and no merchants either: all. */
  stores?: string[];
  /** All stores of these too, also those that join later. */
  merchants?: string[];
  /** It ends then, RFC 3339; absent: no end. */
  until?: string;
  status: 'active' | 'locked' | 'disabled' | 'ended';
  lockedUntil?: string;
  /** `none`: nobody has set one; `temporary`: to be changed at the next sign-in. */
  password: 'none' | 'temporary' | 'set';
  hasFactor: boolean;
  created: { by: string; at: string };
}

export interface AccountTokenView {
  id: string;
  label: string;
  issuedAt: string;
  expiresAt: string;
  lastUsedAt?: string;
  status: 'active' | 'expired' | 'revoked';
}

/** Who is asking, and what they may do. */
export interface MeView {
  /** Account id; of the installation's own tokens `administrator` and `ingest`. */
  subject: string;
  username: string;
  name: string;
  roles: Role[];
  /** The only ones seen now, those of the merchants included; absent: all. */
  stores?: string[];
  merchants?: string[];
  permissions: Permission[];
  by: 'installation' | 'token' | 'session';
  mustChangePassword: boolean;
  hasFactor: boolean;
}

/** A command of the API, and whether who asks may give it at all. */
export interface CommandRight {
  /** `POST /v1/alerts/:id/acknowledge` */
  command: string;
  permission: Permission;
  allowed: boolean;
}
