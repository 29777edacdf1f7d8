import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { derivedKey, type Settings } from '@tillwatch/kernel';

/** What must stay the same from start to start. Kept 0600 in the data folder, unless the environment gives it. */
export interface Secrets {
  adminToken: string;
  ingestToken: string;
  /** Hashes what was typed as an operator id that nobody has. */
  operatorKey: string;
  /** Signs the cursors of paged answers. */
  cursorKey: string;
  /** The tokens that this start made and uses: the only time they are printed. */
  made: { adminToken?: string; ingestToken?: string };
}

interface SecretsFile {
  adminToken: string;
  ingestToken: string;
  master: string;
}

/** Reads `secrets.json`, or makes it. Throws when the file is there and not readable as what we wrote. */
export async function loadSecrets(settings: Settings): Promise<Secrets> {
  const path = join(settings.dataFolder, 'secrets.json');
  await mkdir(settings.dataFolder, { recursive: true });
  const made = await create(path);
  const kept = made ?? (JSON.parse(await readFile(path, 'utf8')) as SecretsFile);
  const master = settings.secret ?? kept.master;
  return {
    adminToken: settings.adminToken ?? kept.adminToken,
    ingestToken: settings.ingestToken ?? kept.ingestToken,
    operatorKey: derivedKey(master, 'operator ids'),
    cursorKey: derivedKey(master, 'cursors'),
    made: {
      ...(made && !settings.adminToken && { adminToken: made.adminToken }),
      ...(made && !settings.ingestToken && { ingestToken: made.ingestToken }),
    },
  };
}

async function create(path: string): Promise<SecretsFile | undefined> {
  const token = (): string => randomBytes(24).toString('base64url');
  const made: SecretsFile = { adminToken: token(), ingestToken: token(), master: randomBytes(32).toString('hex') };
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, JSON.stringify(made, null, 2) + '\n', { mode: 0o600, flush: true });
  try {
    await link(draft, path); // whole or not at all, and only one of two starts wins
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  } finally {
    await rm(draft);
  }
}
