import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { switchLanguage, type Language } from '../i18n/i18n.js';
import { useLanguage } from '../i18n/use-language.js';

/** Each language is named in itself, for whoever cannot read the other. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const { language } = useLanguage();
  return (
    <Segmented<Language>
      aria-label={t('app.language')}
      data-testid="language-switch"
      value={language}
      onChange={switchLanguage}
      options={[
        { value: 'zh-CN', label: <span lang="zh-CN">中文</span> },
        { value: 'en', label: <span lang="en">English</span> },
      ]}
    />
  );
}
