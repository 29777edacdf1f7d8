import type { RevealAnswer } from '@tillwatch/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { CommandButton } from './command-button.js';
import { OutsideText } from './outside-text.js';
import { useMay } from './use-me.js';

/**
 * A personal field as the server shows it. Who sees it masked and may look is offered to, for a reason; what they then see
 * is gone when they leave the page.
 */
export function Masked({
  of,
  field,
  text,
}: {
  /** What the field is of, as the API's paths have it. */
  of: readonly ['operators' | 'recovery-cases', id: string];
  /** JSON pointer into the answer about it. */
  field: string;
  text: string | readonly string[];
}) {
  const { t } = useTranslation();
  const [clear, setClear] = useState<readonly string[]>();
  const seesClear = useMay('personal-data.read');
  const mayReveal = useMay('personal-data.reveal', of[0] === 'recovery-cases');
  return (
    <span data-testid={`masked ${field}`}>
      <OutsideText text={(clear ?? [text].flat()).join(' · ')} maxCharacters={2_000} />
      {!clear && !seesClear && mayReveal && (
        <CommandButton<RevealAnswer>
          label={t('personal.reveal')}
          path={apiPath([...of, 'reveal'])}
          fields={[{ name: 'reason', label: t('personal.reason'), kind: 'area' }]}
          body={(values) => ({ ...values, field })}
          ask={t('personal.revealAsk')}
          confirm={t('personal.reveal')}
          onDone={({ values }) => setClear(values)}
          inline
          testId={`reveal ${field}`}
        />
      )}
    </span>
  );
}
