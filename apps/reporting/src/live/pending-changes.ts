import type { LiveChanges } from '@tillwatch/read-models';

/** Ids of what changed and has not been sent yet; many notifications fold into one. */
export interface PendingChanges {
  position: number;
  alerts: Set<string>;
  operators: Set<string>;
  terminals: Set<string>;
  counters: Set<string>;
  /** There was more than is named here: lists must be read again. */
  more: boolean;
}

/** More rows of a kind than this at once are cheaper to read as lists. Alerts are few, and never left out. */
const idsMax = 500;

const lists = ['alerts', 'operators', 'terminals', 'counters'] as const;

export function noChanges(): PendingChanges {
  return {
    position: 0,
    alerts: new Set(),
    operators: new Set(),
    terminals: new Set(),
    counters: new Set(),
    more: false,
  };
}

/** Adds one notification of the projector. Throws, and adds nothing, when it is none. */
export function addNotification(pending: PendingChanges, payload: string): void {
  const notification = JSON.parse(payload) as LiveChanges;
  if (!Number.isSafeInteger(notification.position) || !lists.every((list) => Array.isArray(notification[list]))) {
    throw new TypeError('not a notification of the projector');
  }
  pending.position = Math.max(pending.position, notification.position);
  pending.more ||= notification.more === true;
  for (const list of lists) {
    for (const id of notification[list]) {
      if (list === 'alerts' || pending[list].size < idsMax) pending[list].add(id);
      else if (!pending[list].has(id)) pending.more = true;
    }
  }
}
