import type { EvidenceItem, RecoveryCase, RecoveryObservation } from './recovery-case.js';
import { nextStep } from './recovery-clocks.js';

/** Of a document that is kept here: several items of a case may be the same one, and the longest retention holds. */
interface KeptDocument {
  digest: string;
  /** Ms since 1970. */
  untilMs: number;
}

/** When the next document is to be destroyed, ms since 1970; `undefined`: none, or not before the case is over and not held. */
export function retentionEndsAt(recovery: RecoveryCase): number | undefined {
  const ends = documentsToEnd(recovery).map(({ untilMs }) => untilMs);
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** Digests of the documents whose retention has ended. */
export function endedDocuments(recovery: RecoveryCase, nowMs: number): string[] {
  return documentsToEnd(recovery).flatMap(({ digest, untilMs }) => (untilMs <= nowMs ? [digest] : []));
}

/** What time says of a document; `undefined`: it is to be kept yet, or is destroyed already. */
export function destroyDocument(
  recovery: RecoveryCase,
  digest: string,
  nowMs: number,
): RecoveryObservation | undefined {
  const document = documentsToEnd(recovery).find((one) => one.digest === digest && one.untilMs <= nowMs);
  if (!document) return undefined;
  const retainedUntil = new Date(document.untilMs).toISOString();
  return { name: 'EvidenceFileDestroyed', data: { digest, reason: 'retention-ended', retainedUntil } };
}

function documentsToEnd(recovery: RecoveryCase): KeptDocument[] {
  if (recovery.hold || nextStep(recovery)) return [];
  const isKept = ({ file, destroyed }: EvidenceItem) => file !== undefined && !destroyed;
  const digests = new Set(recovery.evidence.filter(isKept).map(({ digest }) => digest!));
  return [...digests].map((digest) => {
    const same = recovery.evidence.filter((item) => item.digest === digest);
    return { digest, untilMs: Math.max(...same.map(({ retainUntil }) => Date.parse(retainUntil))) };
  });
}
