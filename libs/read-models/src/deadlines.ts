import type { Deadline } from './deadline.js';
import { alertUnacknowledged } from './deadlines/alert-unacknowledged.js';
import { dormantIdUsed } from './deadlines/dormant-id-used.js';
import { dormantId } from './deadlines/dormant-id.js';
import { gapUnfilled } from './deadlines/gap-unfilled.js';
import { inspectionOverdue } from './deadlines/inspection-overdue.js';
import { locationDrift } from './deadlines/location-drift.js';
import { offShiftUse } from './deadlines/off-shift-use.js';
import { ownRecordsViewed } from './deadlines/own-records-viewed.js';
import { passwordOverAge } from './deadlines/password-over-age.js';
import { sealMissing } from './deadlines/seal-missing.js';
import { sessionLeftOpen } from './deadlines/session-left-open.js';
import { suspendedIdUsed } from './deadlines/suspended-id-used.js';
import { temporaryPasswordKept } from './deadlines/temporary-password-kept.js';
import { terminalSilent } from './deadlines/terminal-silent.js';
import { trainingOverdue } from './deadlines/training-overdue.js';

/** Every deadline, by number: adding one costs its file and a line here. */
export const deadlines: readonly Deadline[] = [
  offShiftUse,
  suspendedIdUsed,
  dormantId,
  dormantIdUsed,
  sessionLeftOpen,
  temporaryPasswordKept,
  passwordOverAge,
  locationDrift,
  terminalSilent,
  gapUnfilled,
  ownRecordsViewed,
  sealMissing,
  alertUnacknowledged,
  inspectionOverdue,
  trainingOverdue,
];
