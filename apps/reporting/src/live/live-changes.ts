/** Ids of what changed and has not been sent yet; many notifications fold into one. */
export interface LiveChanges {
  position: number;
  alerts: Set<string>;
  operators: Set<string>;
  terminals: Set<string>;
  counters: Set<string>;
  /** There were more than could be named. */
  more: boolean;
}

/** More than this in one go is cheaper to read as lists. */
const idsMax = 2_000;

const lists = ['alerts', 'operators', 'terminals', 'counters'] as const;

export function noChanges(): LiveChanges {
  return {
    position: 0,
    alerts: new Set(),
    operators: new Set(),
    terminals: new Set(),
    counters: new Set(),
    more: false,
  };
}

/** Adds the projector's notification, `{position, alerts, operators, terminals, counters, more?}`, lists of ids. */
export function addNotification(changes: LiveChanges, payload: string): void {
  const notification = JSON.parse(payload) as { position: number; more?: boolean } & Partial<
    Record<(typeof lists)[number], string[]>
  >;
  changes.position = Math.max(changes.position, notification.position);
  changes.more ||= notification.more === true;
  for (const list of lists) for (const id of notification[list] ?? []) changes[list].add(id);
  if (lists.reduce((sum, list) => sum + changes[list].size, 0) > idsMax) changes.more = true;
}
