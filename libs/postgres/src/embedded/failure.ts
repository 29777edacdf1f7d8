/** Why a postmaster ended before it was ready, read from what it printed (in English: we start it with LC_ALL=C). */
export type StartFailure =
  /** The process in the pid file lives, if only as a zombie: may pass by itself. */
  | { kind: 'held' }
  /** An old backend outlives its postmaster: may pass by itself. */
  | { kind: 'memory-held' }
  | { kind: 'pid-file-empty' }
  | { kind: 'port-taken' }
  | { kind: 'other'; reason: string };

/** Sources: miscinit.c (CreateLockFile), sysv_shmem.c (PGSharedMemoryCreate), postmaster.c and pqcomm.c (sockets). */
export function explainFailure(printed: string): StartFailure {
  if (/lock file "postmaster\.pid" is empty/.test(printed)) return { kind: 'pid-file-empty' };
  if (/could not create any TCP\/IP sockets|could not bind IPv4/.test(printed)) return { kind: 'port-taken' };
  if (/lock file "postmaster\.pid" already exists/.test(printed)) return { kind: 'held' };
  if (/pre-existing shared memory block/.test(printed)) return { kind: 'memory-held' };
  const fatal = printed.split('\n').findLast((line) => /FATAL|PANIC|error while loading/.test(line));
  return { kind: 'other', reason: (fatal ?? printed).trim().slice(0, 500) || 'it printed nothing' };
}
