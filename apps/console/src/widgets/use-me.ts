import { may, type MeView, type Permission } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../queries.js';

/** Who is signed in; `undefined` until that is known. */
export function useMe(): MeView | undefined {
  return useQuery(meQuery).data;
}

/** Whether they may; the server decides again. `everywhere`: what is asked for tells of more than their stores. */
export function useMay(permission: Permission, everywhere = false): boolean {
  return mayDo(useMe(), permission, everywhere);
}

export function mayDo(me: MeView | undefined, permission: Permission, everywhere: boolean): boolean {
  return me !== undefined && may(me.roles, permission) && !(everywhere && me.stores);
}
