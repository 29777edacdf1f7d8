/** The broker says that this member is not, or not any more, the owner of what it wants to commit. */
const lost = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'FENCED_INSTANCE_ID']);
/** kafkajs answers these, thrown out of a batch, by joining the group again. */
const rejoin = new Set([...lost, 'REBALANCE_IN_PROGRESS', 'NOT_COORDINATOR_FOR_GROUP']);

const typeOf = (error: unknown): string => (error as { type?: string } | undefined)?.type ?? '';

export const meansLost = (error: unknown): boolean => lost.has(typeOf(error));
export const meansRejoin = (error: unknown): boolean => rejoin.has(typeOf(error));
