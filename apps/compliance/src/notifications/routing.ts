import { isWorse } from './alert-told.js';
import type { Channel } from './channels.js';
import type { Occasion } from './notification-of.js';

export type Route = Pick<Channel, 'id' | 'minimumSeverity' | 'rules' | 'stores' | 'createdAt'>;

/**
 * Whether a channel is told. It hears of nothing that was recorded before it was created: a log that is read again, or for the
 * first time, wakes nobody over last year's alerts. A notice about another channel goes to every channel.
 */
export function isToldTo(channel: Route, occasion: Occasion, recordedAt: string): boolean {
  if (Date.parse(recordedAt) < Date.parse(channel.createdAt)) return false;
  if (occasion.aboutChannel !== undefined) return occasion.aboutChannel !== channel.id;
  const { severity, rule, storeId } = occasion;
  return (
    !isWorse(channel.minimumSeverity, severity) &&
    (channel.rules === undefined || (rule !== undefined && channel.rules.includes(rule))) &&
    (channel.stores === undefined || (storeId !== undefined && channel.stores.includes(storeId)))
  );
}
