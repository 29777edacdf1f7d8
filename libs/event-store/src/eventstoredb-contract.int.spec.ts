import { createEventStoreDbLog, type EventStoreDbLog } from '@tillwatch/testing';
import { eventStoreContract } from './event-store.contract.js';

let log: EventStoreDbLog;
beforeAll(async () => void (log = await createEventStoreDbLog()));
afterAll(() => log.drop());

eventStoreContract('EventStoreDB event store', async () => {
  let store = log.open();
  return {
    store,
    async reopen() {
      await store.stop();
      await log.restartServer();
      return (store = log.open());
    },
    close: () => log.reset(),
  };
});
