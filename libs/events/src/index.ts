export type { EventHeader, Mark } from './header.js';
export type { LogEvent } from './log-event.js';
