import { useTranslation } from 'react-i18next';
import type { Language } from './i18n.js';
import { wordsEn } from './words-en.js';
import { wordsZhCn, type Words } from './words-zh-cn.js';
import { durationParts } from '../text/duration.js';

/** The language on screen, and which half of an `{ en, zh }` text of the API belongs to it. */
export function useLanguage(): { language: Language; side: 'en' | 'zh' } {
  const { i18n } = useTranslation();
  return i18n.language === 'zh-CN' ? { language: 'zh-CN', side: 'zh' } : { language: 'en', side: 'en' };
}

/** Looks a word of the event catalogue up; undefined when nobody has translated it. */
export function useWords(): (group: keyof Words, word: string) => string | undefined {
  const { side } = useLanguage();
  const words: Record<keyof Words, Readonly<Record<string, string>>> = side === 'zh' ? wordsZhCn : wordsEn;
  return (group, word) => (Object.hasOwn(words[group], word) ? words[group][word] : undefined);
}

/** `2 d 1 h`, `2 天 1 小时`. */
export function useDuration(): (durationMs: number) => string {
  const { t } = useTranslation();
  return (durationMs) =>
    durationParts(durationMs)
      .map(({ count, unit }) => t(`unit.${unit}`, { count }))
      .join(' ');
}
