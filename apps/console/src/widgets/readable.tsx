import type { Permission } from '@tillwatch/api';
import type { ReactNode } from 'react';
import { useMay } from './use-me.js';

/** What reads what not everybody may see: left out for the others. `everywhere`: it tells of more than some stores. */
export function Readable(props: { needs: Permission; everywhere?: boolean; children: ReactNode }) {
  return useMay(props.needs, props.everywhere) && props.children;
}
