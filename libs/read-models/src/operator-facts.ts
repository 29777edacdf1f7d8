import type { LogEvent } from '@tillwatch/events';
import type { Queryable } from '@tillwatch/postgres';
import type { ProjectedEvent } from './read-model.js';

/** An event of the platform's own as it stands among those of the operator it is about. */
export type OperatorFact = Pick<ProjectedEvent, 'terminalId' | 'header' | 'data'>;

/** What rules and timelines may see of each event, besides what is known of its case: never what people wrote. */
const seen: Readonly<Record<string, readonly string[]>> = {
  RecoveryCaseRequested: ['actor'],
  IdentityVerified: ['actor'],
  IdentityVerificationFailed: ['actor', 'fault'],
  RecoveryApproved: ['actor', 'onePersonStore'],
  RecoveryRejected: ['actor'],
  RecoveryResetSeen: ['finding'],
  ContactRegistered: ['actor', 'kind'],
};

export const operatorFactNames: readonly string[] = Object.keys(seen);

/** Of a contact, which is registered at no terminal: no id of one can read so. */
export const NO_TERMINAL = '@';

const caseStream = 'recovery-';
const endings: ReadonlySet<string> = new Set([
  'RecoveryClosed',
  'RecoveryRejected',
  'RecoveryWithdrawn',
  'RecoveryExpired',
]);

interface Case {
  operatorId: string;
  terminalId: string;
  storeId?: string;
  channel: string;
  requestedBy: string;
  verifiedBy?: string;
}

/** Cases kept in memory; above it all are dropped and read again as they are met. */
const maxCases = 10_000;

/**
 * Says whom events of recovery cases and of contacts are about, in log order: only the first event of a case names its
 * operator. After a restart the read model of cases tells it.
 */
export class OperatorFacts {
  private readonly cases = new Map<string, Case>();

  /** `empty`: starts from nothing, as in a rebuild. */
  constructor(
    private readonly schema: string,
    private readonly empty: boolean,
  ) {}

  async load(tx: Queryable, events: readonly LogEvent[]): Promise<void> {
    if (this.empty) return;
    if (this.cases.size > maxCases) this.cases.clear();
    const ids = new Set(events.flatMap(({ stream }) => (stream.startsWith(caseStream) ? [caseIdOf(stream)] : [])));
    const missing = [...ids].filter((id) => !this.cases.has(id));
    if (missing.length === 0) return;
    const text = `SELECT document FROM ${this.schema}.recovery_cases WHERE id = ANY($1)`;
    for (const { document } of await tx.query<{ document: CaseDocument }>(text, [missing])) {
      const { id, requested, verification, ...known } = document;
      this.cases.set(id, caseOf({ ...known, actor: requested.by }, verification?.by));
    }
  }

  /** Of every event, in order; `undefined`: it is about no operator, or rules have nothing to see in it. */
  take({ name, stream, header, data }: LogEvent): OperatorFact | undefined {
    if (name === 'ContactRegistered') {
      const operatorId = (data['operatorId'] as string).normalize('NFC');
      return { terminalId: NO_TERMINAL, header: { ...header, subject: operatorId }, data: seenOf(name, data) };
    }
    if (!stream.startsWith(caseStream)) return undefined;
    const caseId = caseIdOf(stream);
    if (name === 'RecoveryCaseRequested') this.cases.set(caseId, caseOf(data as unknown as Requested));
    const known = this.cases.get(caseId);
    if (!known) return undefined;
    if (name === 'IdentityVerified') known.verifiedBy = data['actor'] as string;
    if (endings.has(name)) this.cases.delete(caseId);
    if (!(name in seen)) return undefined;
    const { operatorId, terminalId, storeId, ...people } = known;
    const about = { ...header, subject: operatorId, ...(storeId !== undefined && { storeid: storeId }) };
    return { terminalId, header: about, data: { caseId, ...people, ...seenOf(name, data) } };
  }
}

type Requested = Omit<Case, 'requestedBy' | 'verifiedBy'> & { actor: string };
type CaseDocument = Omit<Requested, 'actor'> & { id: string; requested: { by: string }; verification?: { by: string } };

function caseOf({ operatorId, terminalId, storeId, channel, actor }: Requested, verifiedBy?: string): Case {
  return {
    operatorId: operatorId.normalize('NFC'),
    terminalId,
    ...(storeId !== undefined && { storeId }),
    channel,
    requestedBy: actor,
    ...(verifiedBy !== undefined && { verifiedBy }),
  };
}

function seenOf(name: string, data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(seen[name]!.flatMap((field) => (data[field] === undefined ? [] : [[field, data[field]]])));
}

function caseIdOf(stream: string): string {
  return stream.slice(caseStream.length);
}
