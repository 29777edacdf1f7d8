import type { CorrelationDocument } from '../read/documents.js';
import { AggregateWindow } from './aggregate-window.js';
import { aggregateOf } from './aggregate.js';
import { TemporalWindow } from './temporal-window.js';
import type { Window } from './window.js';

export function openWindow(document: CorrelationDocument): Window {
  if (document.type === 'temporal') return new TemporalWindow(false, document.rules.length);
  if (document.type === 'temporal_ordered') return new TemporalWindow(true, document.rules.length);
  return new AggregateWindow(aggregateOf(document), document.fields);
}
