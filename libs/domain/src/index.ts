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
