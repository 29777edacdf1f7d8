import { relative } from 'node:path';
import { MAX_FILE_BYTES, ourRules, refuseFile, ruleSet, type RuleSet, type SigmaFile } from '@tillwatch/detection';
import { filesWithin, readTextFile, SettingError, type Log } from '@tillwatch/kernel';

const maxFiles = 1_000;
const maxBytes = 16 * MAX_FILE_BYTES;
const codes = { 'too-large': 'file-too-large', 'not-utf8': 'not-utf8', unreadable: 'file-unreadable' } as const;

/**
 * The rules that run: ours, and those in the shop's folder. A faulty document is left out and told, in the log and with the
 * rules; the others run. Throws a `SettingError` when there is no such folder: without it nothing of the shop's would run.
 */
export async function loadRules(folder: string | undefined, log: Log): Promise<RuleSet> {
  if (folder === undefined) return ourRules;
  const files: SigmaFile[] = [];
  const unread: ReturnType<typeof refuseFile>[] = [];
  let bytes = 0;
  for (const [index, path] of (await pathsIn(folder)).entries()) {
    const name = relative(folder, path);
    const read = await readTextFile(path, MAX_FILE_BYTES);
    if ('fault' in read) unread.push(refuseFile(name, codes[read.fault], read.detail));
    else if (index >= maxFiles || (bytes += Buffer.byteLength(read.text)) > maxBytes) {
      unread.push(refuseFile(name, 'live-too-many', `${maxFiles} files, ${maxBytes} bytes`));
    } else files.push({ name, text: read.text });
  }
  const set = ruleSet(files, unread);
  for (const { file, line, code, message } of set.faulty) {
    log.warn({ file, line, code, reason: message.en }, 'A rule was left out.');
  }
  log.info(
    { rules: set.rules.length - ourRules.rules.length, faulty: set.faulty.length },
    'Rules of the shop are loaded.',
  );
  return set;
}

async function pathsIn(folder: string): Promise<string[]> {
  try {
    return await filesWithin(folder, /\.ya?ml$/i);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new SettingError(
      `TILLWATCH_RULES is no folder that can be read (${why}).`,
      `TILLWATCH_RULES 不是可读取的文件夹（${why}）。`,
    );
  }
}
