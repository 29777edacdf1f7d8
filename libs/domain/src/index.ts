export {
  codeMinutes,
  emptyKeyring,
  enrolKey,
  evolveKeyring,
  keyMessage,
  maxWrongCodes,
  revokeKey,
  rotateKey,
  type Enrolment,
  type Keyring,
  type KeyringDecision,
  type KeyringEvent,
  type Rotation,
  type TerminalKey,
} from './keyring.js';
export { isTrustedSeal, recordSeal, sealMarks, sealMessage, type Seal } from './seal.js';
export { issueCommand, issuedCommand, type IssuedCommand } from './terminal-commands.js';
export {
  account,
  emptyJournal,
  maxEpochs,
  maxHoles,
  missing,
  place,
  record,
  type EpochJournal,
  type FirstSeal,
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
