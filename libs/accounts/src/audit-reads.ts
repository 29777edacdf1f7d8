import type { Principal } from '@tillwatch/api';
import { maskText, platformEvent } from '@tillwatch/events';
import { NO_STREAM } from '@tillwatch/event-store';
import { uuidFromName } from '@tillwatch/kernel';
import type { AccountsContext } from './accounts-context.js';

/** What was read: a route as the router has it, and the thing it named. */
export interface Read {
  route: string;
  id?: string;
}

const minuteMs = 60_000;
/** Different reads of one minute that are remembered; more are told to the log again, which knows them. */
const rememberedMax = 20_000;
const idMax = 2_000;

/**
 * Tells the log of a read of audit data (PCI DSS 4.0.1, 10.2.1.3), once for each caller, route, thing and minute: a console
 * that is open all day reads the same pages over and over. Resolves when it is stored, so no answer goes out untold.
 */
export function auditReads({
  store,
  clock,
  tenant,
}: AccountsContext): (caller: Principal, read: Read) => Promise<void> {
  let minute = 0;
  let told = new Map<string, Promise<void>>();

  async function tell({ name: actor, subject }: Principal, { route, id }: Read, name: string): Promise<void> {
    const eventId = uuidFromName(name);
    const at = new Date(clock()).toISOString();
    const thing = id === undefined ? {} : { id: [...maskText(id)].slice(0, idMax).join('') };
    const data = { actor, subject, route, ...thing, minute: new Date(minute).toISOString() };
    const origin = { id: eventId, source: '/platform/accounts', recordedtime: at, tenant };
    const events = [platformEvent('AuditDataRead', data, origin)];
    // Another process may have told the same: then there is such a stream, and nothing is left to say.
    await store.append([{ stream: `audit-read-${eventId}`, expectedRevision: NO_STREAM, events }]);
  }

  return (caller, read) => {
    const now = Math.floor(clock() / minuteMs) * minuteMs;
    if (now !== minute) {
      minute = now;
      told = new Map();
    }
    const name = JSON.stringify(['audit-read', tenant, caller.subject, read.route, read.id ?? null, minute]);
    const known = told.get(name);
    if (known) return known;
    const telling = tell(caller, read, name);
    if (told.size < rememberedMax) told.set(name, telling);
    const of = told;
    telling.catch(() => of.delete(name)); // the next who reads tries again
    return telling;
  };
}
