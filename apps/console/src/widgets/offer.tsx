import { may, type Permission, roles } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { rightsQuery } from '../queries.js';
import { type Method, rightTo } from '../rights.js';
import { useMe } from './use-me.js';

interface Offered {
  /** The path that commands are given to, or all of them. */
  to: string | readonly string[];
  by?: Method;
}

/**
 * What gives commands, for those alone who may give them: every button and form that changes something stands in one. The
 * server says who may, from the table its guard decides by. `orSay`: for others, who may.
 */
export function Offer({ to, by = 'POST', orSay, children }: Offered & { orSay?: boolean; children: ReactNode }) {
  const rights = useQuery(rightsQuery).data?.items ?? [];
  const paths = [to].flat();
  const asked = paths.map((path) => rightTo(rights, by, path));
  if (asked.every((right) => right?.allowed)) {
    return (
      <div className="offer" data-offers={paths.map((path) => `${by} ${path}`).join(' ')}>
        {children}
      </div>
    );
  }
  const refused = asked.find((right) => right && !right.allowed);
  return orSay && refused && <WhoMay permission={refused.permission} />;
}

/** Asks the same of any command. */
export function useMayGive(): (path: string, by?: Method) => boolean {
  const rights = useQuery(rightsQuery).data?.items ?? [];
  return (path, by = 'POST') => rightTo(rights, by, path)?.allowed ?? false;
}

function WhoMay({ permission }: { permission: Permission }) {
  const { t } = useTranslation();
  const me = useMe();
  if (me && may(me.roles, permission)) return <Said text={t('rights.everywhere')} />;
  const names = roles.filter((role) => may([role], permission)).map((role) => t(`role.${role}`));
  return <Said text={t('rights.takes', { roles: names.join(t('rights.or')) })} />;
}

function Said({ text }: { text: string }) {
  return (
    <p className="quiet" data-testid="who-may">
      {text}
    </p>
  );
}
