/** Why a postmaster ended before it was ready, read from what it printed (in English: we start it with LC_ALL=C). */
export type StartFailure =
  /** Another process holds the cluster, a zombie included, or an old backend its shared memory: may pass by itself. */
  | { kind: 'held'; pid?: number }
  | { kind: 'pid-file-empty' }
  | { kind: 'port-taken' }
  | { kind: 'other'; reason: string };

/** Sources: miscinit.c (CreateLockFile), sysv_shmem.c (PGSharedMemoryCreate), postmaster.c and pqcomm.c (sockets). */
export function explainFailure(printed: string): StartFailure {
  if (/lock file "postmaster\.pid" is empty/.test(printed)) return { kind: 'pid-file-empty' };
  if (/could not create any TCP\/IP sockets|could not bind IPv4/.test(printed)) return { kind: 'port-taken' };
  const lock = /lock file "postmaster\.pid" already exists/.test(printed);
  if (lock || /pre-existing shared memory block/.test(printed)) {
    const pid = Number(/\(PID (\d+)\)/.exec(printed)?.[1]);
    return pid ? { kind: 'held', pid } : { kind: 'held' };
  }
  const fatal = printed.split('\n').findLast((line) => /FATAL|PANIC|error while loading/.test(line));
  return { kind: 'other', reason: (fatal ?? printed).trim().slice(0, 500) || 'it printed nothing' };
}
