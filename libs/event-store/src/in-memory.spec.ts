import { eventStoreContract } from './event-store.contract.js';
import { inMemoryEventStore } from './in-memory.js';

eventStoreContract('in-memory event store', async () => {
  const store = inMemoryEventStore();
  return { store, reopen: async () => store, close: async () => {} };
});
