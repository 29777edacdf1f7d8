import type { Severity } from '@tillwatch/api';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { useLanguage } from '../i18n/use-language.js';
import { severities } from '../lists.js';
import { rulesQuery } from '../queries.js';
import { visibleText } from '../text/visible.js';
import { ChoiceFilter } from './filter-fields.js';
import { Refusal } from './refusal.js';
import { useCommand } from './use-command.js';

interface Wanted {
  rule?: string | undefined;
  key?: string | undefined;
  store?: string | undefined;
  severity?: Severity | undefined;
  reason?: string | undefined;
  author?: string | undefined;
}

const defaultHours = 8;
/** As long as a silence may last. */
const maxHours = 90 * 24;

/** Asks not to be told of some alerts from now on, for some hours. */
export function NewSilence() {
  const { t } = useTranslation();
  const { side } = useLanguage();
  const rules = useQuery(rulesQuery).data?.items ?? [];
  const [wanted, setWanted] = useState<Wanted>({});
  const [hours, setHours] = useState(defaultHours);
  const create = useCommand(() => setWanted({}));
  const change = (changes: Wanted) => setWanted((old) => ({ ...old, ...changes }));
  const { reason, author, ...matchers } = wanted;
  const given = Object.fromEntries(Object.entries(matchers).filter(([, value]) => value?.trim()));
  const isComplete = Object.keys(given).length > 0 && reason?.trim() && author?.trim();
  const submit = () => {
    const until = new Date(Date.now() + hours * 3_600_000).toISOString();
    create.mutate({ path: apiPath(['silences']), body: { matchers: given, reason, author, until } });
  };
  const field = (name: 'key' | 'store' | 'reason' | 'author', label: string, hint = label) => (
    <Input
      value={wanted[name] ?? ''}
      onChange={(event) => change({ [name]: event.target.value })}
      aria-label={label}
      placeholder={hint}
      maxLength={name === 'reason' ? 2_000 : 128}
      className={name === 'reason' ? 'filter-range' : 'filter-wide'}
    />
  );
  return (
    <Card size="small" title={t('silences.create')} extra={<span className="quiet">{t('silences.anyOf')}</span>}>
      <div className="actions" data-testid="new-silence">
        <ChoiceFilter
          label={t('alerts.rule')}
          value={wanted.rule}
          choices={rules.map((rule) => ({ value: rule.id, label: visibleText(`${rule.id} ${rule.title[side]}`) }))}
          onChange={(rule) => change({ rule })}
          testId="silence-rule"
          wide
        />
        <ChoiceFilter
          label={t('alerts.severity')}
          value={wanted.severity}
          choices={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
          onChange={(severity) => change({ severity })}
          testId="silence-severity"
        />
        {field('key', t('silences.key'), t('silences.keyHint'))}
        {field('store', t('alerts.store'))}
        {field('reason', t('silences.reason'))}
        {field('author', t('silences.author'))}
        <label>
          {t('silences.hours')}{' '}
          <InputNumber min={1} max={maxHours} value={hours} onChange={(value) => setHours(value ?? defaultHours)} />
        </label>
        <Button type="primary" onClick={submit} disabled={create.isPending || !isComplete}>
          {t('silences.create')}
        </Button>
      </div>
      <Refusal error={create.error} />
    </Card>
  );
}
