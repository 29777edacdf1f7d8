import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { fourEyesQuery } from '../review-queries.js';
import { CommandButton } from './command-button.js';
import { OutsideText } from './outside-text.js';

/** Says whether what is risky takes two people, who wanted it so and why, and lets it be changed. */
export function FourEyesNote() {
  const { t } = useTranslation();
  const { data } = useQuery(fourEyesQuery);
  if (!data) return null;
  const { required, changed } = data;
  return (
    <Alert
      type={required ? 'info' : 'warning'}
      showIcon
      data-testid="four-eyes"
      title={
        <>
          {t(required ? 'review.twoNeeded' : 'review.oneIsEnough')}{' '}
          {changed && (
            <span className="quiet">
              <OutsideText text={`${changed.by}: ${changed.reason}`} />
            </span>
          )}
        </>
      }
      action={
        <CommandButton
          label={t(required ? 'review.requireOne' : 'review.requireTwo')}
          {...(required && { ask: t('review.requireOneAsk') })}
          path={apiPath(['four-eyes'])}
          fields={[{ name: 'reason', label: t('registry.reason'), kind: 'area' }]}
          body={(values) => ({ ...values, required: !required })}
          testId="change-four-eyes"
        />
      }
    />
  );
}
