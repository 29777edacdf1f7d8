/** The languages that people read here. */
export type Language = 'en' | 'zh';

/** Chinese where the user's locale says so, English elsewhere (POSIX order of the variables). */
export function languageOf(env: Partial<Record<string, string>>): Language {
  return (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '').startsWith('zh') ? 'zh' : 'en';
}

/** A text with `{name}` replaced by the value of that name. */
export function fillIn(text: string, values: Readonly<Record<string, string | number>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => `${values[name]}`);
}
