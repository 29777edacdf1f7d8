import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.js';
import { zhCn, type Texts } from './zh-cn.js';

export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Texts };
    returnNull: false;
  }
}

const storageKey = 'tillwatch.language';

/** What the person chose before; else Chinese for a browser that asks for Chinese first, English for all others. */
export function chooseLanguage(chosen: string | null, browser: readonly string[]): Language {
  const known = languages.find((language) => language === chosen);
  return known ?? (/^zh\b/i.test(browser[0] ?? '') ? 'zh-CN' : 'en');
}

export async function startI18n(): Promise<void> {
  i18next.on('languageChanged', (language) => (document.documentElement.lang = language));
  await i18next.use(initReactI18next).init({
    lng: chooseLanguage(localStorage.getItem(storageKey), navigator.languages),
    fallbackLng: false,
    resources: { 'zh-CN': { translation: zhCn }, en: { translation: en } },
    // React escapes.
    interpolation: { escapeValue: false },
  });
}

export function switchLanguage(language: Language): void {
  localStorage.setItem(storageKey, language);
  void i18next.changeLanguage(language);
}
