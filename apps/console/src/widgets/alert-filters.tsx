import { useQuery } from '@tanstack/react-query';
import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language.js';
import { alertStatuses, defaultAlertStatus, severities, type AlertFilter } from '../lists.js';
import { rulesQuery } from '../queries.js';
import { visibleText } from '../text/visible.js';
import { ChoiceFilter, TextFilter } from './filter-fields.js';
import { useMay } from './use-me.js';

export const alertFilterNames = [
  'severity',
  'rule',
  'status',
  'assignee',
  'operator',
  'terminal',
  'store',
  'from',
  'to',
  'sort',
] as const satisfies (keyof AlertFilter)[];

const nothing = Object.fromEntries(alertFilterNames.map((name) => [name, undefined]));

export function AlertFilters({ filter, onChange }: { filter: AlertFilter; onChange: (changes: AlertFilter) => void }) {
  const { t } = useTranslation();
  const { side } = useLanguage();
  const rules = useQuery({ ...rulesQuery, enabled: useMay('rules.read', true) }).data?.items ?? [];
  const active = alertFilterNames.some((name) => name !== 'sort' && filter[name]);
  return (
    <div className="filters" role="search" aria-label={t('alerts.filters')}>
      <ChoiceFilter
        label={t('alerts.severity')}
        value={filter.severity}
        choices={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
        onChange={(severity) => onChange({ severity })}
        testId="filter-severity"
      />
      <ChoiceFilter
        label={t('alerts.rule')}
        value={filter.rule}
        choices={rules.map((rule) => ({ value: rule.id, label: visibleText(`${rule.id} ${rule.title[side]}`) }))}
        onChange={(rule) => onChange({ rule })}
        testId="filter-rule"
        wide
      />
      <ChoiceFilter
        label={t('alerts.status')}
        value={filter.status ?? defaultAlertStatus}
        choices={alertStatuses.map((value) => ({ value, label: t(`status.${value}`) }))}
        onChange={(status) => onChange({ status: status === defaultAlertStatus ? undefined : status })}
        always
        testId="filter-status"
      />
      <TextFilter
        label={t('handling.assignee')}
        value={filter.assignee}
        onChange={(assignee) => onChange({ assignee })}
        testId="filter-assignee"
      />
      {(['operator', 'terminal', 'store'] as const).map((name) => (
        <TextFilter
          key={name}
          label={t(`alerts.${name}`)}
          value={filter[name]}
          onChange={(value) => onChange({ [name]: value })}
          testId={`filter-${name}`}
        />
      ))}
      <DatePicker.RangePicker
        showTime={{ format: 'HH:mm' }}
        format="YYYY-MM-DD HH:mm"
        allowEmpty
        aria-label={t('alerts.happenedBetween')}
        className="filter-range"
        value={[filter.from ? dayjs(filter.from) : null, filter.to ? dayjs(filter.to) : null]}
        onChange={(range) => onChange({ from: range?.[0]?.toISOString(), to: range?.[1]?.toISOString() })}
      />
      {active && (
        <Button type="link" onClick={() => onChange({ ...nothing, sort: filter.sort })} data-testid="clear-filters">
          {t('alerts.clear')}
        </Button>
      )}
    </div>
  );
}
