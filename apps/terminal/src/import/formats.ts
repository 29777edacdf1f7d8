import type { LogFormat } from './log-format.js';
import { openssh } from './openssh.js';

/** A new kind of log is one file and one line here. */
export const formats: readonly LogFormat[] = [openssh];
