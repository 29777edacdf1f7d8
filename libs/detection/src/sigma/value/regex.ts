import { RE2JS } from 're2js';
import type { TextTest } from './glob.js';

/** UTF-16 units of one expression. */
const MAX_SOURCE = 4_096;
/** Instructions of the compiled automaton; a text costs at most this per character. */
const MAX_PROGRAM = 10_000;

const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

export type CompiledRegex = { ok: true; test: TextTest } | { ok: false; tooLarge: boolean; why: string };

/**
 * An expression from outside as a test that looks anywhere in the text. RE2 runs in time linear in the text whatever the
 * expression; what it lacks (look-around, back-references, atomic groups) does not compile, and what it has with another
 * meaning than PCRE is refused here.
 */
export function compileRegex(source: string, flags: string): CompiledRegex {
  if (source.length > MAX_SOURCE) return { ok: false, tooLarge: true, why: '' };
  const differs = otherThanPcre(source);
  if (differs) return { ok: false, tooLarge: false, why: differs };
  try {
    const bits = [...flags].reduce((sum, flag) => sum | FLAGS[flag]!, 0);
    const regex = RE2JS.compile(source, bits);
    if (regex.programSize() > MAX_PROGRAM) return { ok: false, tooLarge: true, why: '' };
    return { ok: true, test: (text) => regex.test(text) };
  } catch (error) {
    if (!(error instanceof Error && error.name.startsWith('RE2JS'))) throw error;
    return { ok: false, tooLarge: false, why: error.message.replace('error parsing regexp: ', '') };
  }
}

/**
 * Escapes that compile but mean something else: `\v` is a class in PCRE and one character in RE2, and `\12` may be a
 * back-reference. Skips escaped characters, so `\\v` is a backslash and a v.
 */
function otherThanPcre(source: string): string | undefined {
  for (let i = source.indexOf('\\'); i >= 0; i = source.indexOf('\\', i + 2)) {
    if (/[v1-9]/.test(source[i + 1] ?? '')) return source.slice(i, i + 2);
  }
  return undefined;
}
