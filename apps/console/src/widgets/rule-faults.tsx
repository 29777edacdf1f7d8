import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language.js';
import { RuleRefused } from '../run-lines.js';
import { OutsideText } from './outside-text.js';

/** What is wrong with a rule's text, line by line. */
export function RuleFaults({ error, onLine }: { error: Error | undefined; onLine?: (line: number) => void }) {
  const { t } = useTranslation();
  const { side } = useLanguage();
  if (!(error instanceof RuleRefused)) return null;
  return (
    <ul className="rule-faults" data-testid="rule-faults">
      {error.faults.map(({ line, code, reason }, index) => (
        <li key={index}>
          <Button size="small" type="link" onClick={() => onLine?.(line)}>
            {t('tryRule.line', { line })}
          </Button>
          <OutsideText text={reason[side]} /> <span className="quiet">{code}</span>
        </li>
      ))}
    </ul>
  );
}
