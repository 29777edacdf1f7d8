export {
  account,
  emptyJournal,
  maxEpochs,
  maxHoles,
  missing,
  place,
  record,
  type EpochJournal,
  type GapChange,
  type Journal,
  type SequenceRange,
} from './terminal-journal.js';
export {
  evolveOperator,
  isOperatorId,
  maxFailures,
  maxSessions,
  unseenOperator,
  type LockDetails,
  type OperatorEvent,
  type OperatorState,
  type SessionMark,
} from './operator.js';
export { isLater, keepLatest, later, type Stamp, type Stamped } from './stamped.js';
