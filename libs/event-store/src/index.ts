export {
  NO_STREAM,
  type EventStore,
  type NewEvent,
  type ReadStreamOptions,
  type StoredEvent,
  type StreamAppend,
  type StreamResult,
  type SubscribeOptions,
} from './event-store.js';
