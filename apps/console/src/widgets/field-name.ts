import type { useWords } from '../i18n/use-language.js';

/** What a JSON pointer's last member is called; itself where there is no word for it. */
export function fieldName(words: ReturnType<typeof useWords>, pointer: string): string {
  const field = pointer.slice(pointer.lastIndexOf('/') + 1);
  return words('field', field) ?? field;
}
