import type { FaultyRuleView } from '@tillwatch/api';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language.js';
import { OutsideText } from './outside-text.js';

/** The shop's own rules that do not run, and why: nobody is alerted by what these should have found. */
export function FaultyRules({ faulty }: { faulty: readonly FaultyRuleView[] }) {
  const { t } = useTranslation();
  const { side } = useLanguage();
  if (faulty.length === 0) return null;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      className="history-banner"
      data-testid="faulty-rules"
      title={t('tryRule.faulty', { count: faulty.length })}
      description={
        <ul>
          {faulty.map(({ file, line, code, reason }, index) => (
            <li key={index}>
              <code>
                <OutsideText text={`${file}:${line}`} />
              </code>{' '}
              <OutsideText text={reason[side]} /> <span className="quiet">{code}</span>
            </li>
          ))}
        </ul>
      }
    />
  );
}
