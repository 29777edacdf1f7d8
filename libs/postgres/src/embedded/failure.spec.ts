import { explainFailure } from './failure.js';

it('knows a held cluster, memory of an old backend, an empty pid file and a taken port', () => {
  expect(explainFailure('FATAL:  lock file "postmaster.pid" already exists')).toEqual({ kind: 'held' });
  const memory = 'FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use';
  expect(explainFailure(memory)).toEqual({ kind: 'memory-held' });
  expect(explainFailure('FATAL:  lock file "postmaster.pid" is empty')).toEqual({ kind: 'pid-file-empty' });
  expect(explainFailure('FATAL:  could not create any TCP/IP sockets')).toEqual({ kind: 'port-taken' });
});

it('quotes the last fatal line of anything else', () => {
  const printed = 'LOG:  starting\nPANIC:  could not write to file: No space left on device\nLOG:  bye\n';
  expect(explainFailure(printed)).toEqual({
    kind: 'other',
    reason: 'PANIC:  could not write to file: No space left on device',
  });
  expect(explainFailure('')).toEqual({ kind: 'other', reason: 'it printed nothing' });
});
