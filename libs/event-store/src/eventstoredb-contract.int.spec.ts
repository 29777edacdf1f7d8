import { createEventStoreDbLog } from '@tillwatch/testing';
import { eventStoreContract } from './event-store.contract.js';

eventStoreContract('EventStoreDB event store', async () => {
  const log = await createEventStoreDbLog();
  let store = log.open();
  return {
    store,
    async reopen() {
      await store.stop();
      await log.restartServer();
      return (store = log.open());
    },
    close: () => log.drop(),
  };
});
