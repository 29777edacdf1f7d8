import { Button, Card, Input, Upload } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { apiPath } from '../api.js';
import { BacktestCard } from '../widgets/backtest-card.js';
import { PageHead } from '../widgets/page-head.js';

/** As the API has it. */
const maxText = 65_536;

const example = `title: Vendor resets
id: shop-vendor-resets
level: high
logsource:
  product: tillwatch
  category: account
detection:
  vendor:
    type: PasswordReset
    channel: vendor
  condition: vendor
tillwatch:
  group-by: operatorId
`;

/** Tries a rule in Sigma on the past before it is in force. */
export function TryRulePage() {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const area = useRef<TextAreaRef>(null);
  const showLine = (line: number) => {
    const lines = text.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
    area.current?.focus();
    area.current?.resizableTextArea?.textArea.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  };
  return (
    <>
      <PageHead name={t('tryRule.title')} path={<Link to="/rules">{t('rules.title')}</Link>} />
      <p className="quiet">{t('tryRule.explain')}</p>
      <Card
        size="small"
        title={t('tryRule.text')}
        extra={
          <span className="actions">
            <Upload
              accept=".yml,.yaml,application/yaml,text/yaml"
              maxCount={1}
              showUploadList={false}
              data-testid="rule-file"
              beforeUpload={(file: File) => {
                void file.text().then(setText);
                return false;
              }}
            >
              <Button>{t('tryRule.file')}</Button>
            </Upload>
            <Button onClick={() => setText(example)}>{t('tryRule.example')}</Button>
          </span>
        }
      >
        <Input.TextArea
          ref={area}
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-label={t('tryRule.text')}
          placeholder={t('tryRule.placeholder')}
          autoSize={{ minRows: 12, maxRows: 28 }}
          spellCheck={false}
          wrap="off"
          className="code"
          data-testid="rule-text"
          status={text.length > maxText ? 'error' : ''}
        />
        {text.length > maxText && <p className="bad">{t('tryRule.tooLong', { count: maxText })}</p>}
      </Card>
      <BacktestCard path={apiPath(['rules', 'backtest'])} sigma={text} onLine={showLine} />
    </>
  );
}
