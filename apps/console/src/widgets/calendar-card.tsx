import type { StoreCalendarView } from '@tillwatch/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Card, DatePicker, Input, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath } from '../api.js';
import { command, CommandError } from '../command.js';
import { storeCalendarQuery } from '../store-queries.js';
import { readHours } from '../text/opening-hours.js';
import { Instant } from './instant.js';
import { Offer } from './offer.js';
import { OutsideText } from './outside-text.js';
import { Refusal } from './refusal.js';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type Day = (typeof days)[number];

const zones = Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value }));
const dateForm = 'YYYY-MM-DD';
const maxHolidays = 400;

/** When a store is open, and the form to say so. */
export function CalendarCard({ store, calendar }: { store: string; calendar: StoreCalendarView | null }) {
  const { t } = useTranslation();
  const [zone, setZone] = useState(calendar?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [hours, setHours] = useState(() => textsOf(calendar));
  const [holidays, setHolidays] = useState<Dayjs[]>(() => (calendar?.holidays ?? []).map((day) => dayjs(day)));
  const read = days.map((day) => [day, readHours(hours[day])] as const);
  const isReadable = read.every(([, spans]) => spans !== undefined);
  const asOnMonday = () => setHours(Object.fromEntries(days.map((day) => [day, hours.mon])) as typeof hours);
  const save = useSetCalendar(store, calendar);
  const submit = () =>
    save.mutate({
      timeZone: zone,
      hours: Object.fromEntries(read.filter(([, spans]) => spans!.length > 0)),
      ...(holidays.length > 0 && { holidays: holidays.map((day) => day.format(dateForm)).sort() }),
    });
  return (
    <Card size="small" title={t('stores.calendar')} extra={<SetBy calendar={calendar} />} data-testid="calendar">
      <p className="quiet">{t('stores.calendarHint')}</p>
      <form
        className="calendar"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReadable) submit();
        }}
      >
        <label>
          <span>{t('stores.zone')}</span>
          <Select value={zone} onChange={setZone} options={zones} showSearch aria-label={t('stores.zone')} />
        </label>
        {read.map(([day, spans]) => (
          <DayRow
            key={day}
            day={day}
            text={hours[day]}
            isWrong={spans === undefined}
            onChange={(text) => setHours({ ...hours, [day]: text })}
          />
        ))}
        <label>
          <span>{t('stores.holidays')}</span>
          <DatePicker
            multiple
            value={holidays}
            onChange={(chosen) => setHolidays((chosen ?? []).slice(0, maxHolidays))}
            format={dateForm}
            maxTagCount="responsive"
            aria-label={t('stores.holidays')}
          />
        </label>
        <Offer to={calendarPath(store)} by="PUT" orSay>
          <div className="actions">
            <Button onClick={asOnMonday}>{t('stores.everyDay')}</Button>
            <Button type="primary" htmlType="submit" disabled={!isReadable} loading={save.isPending}>
              {t('stores.save')}
            </Button>
          </div>
        </Offer>
      </form>
      <Refusal error={save.error} />
      {save.error instanceof CommandError && save.error.path && (
        <p className="bad">{t('stores.wrong', { path: save.error.path })}</p>
      )}
    </Card>
  );
}

const calendarPath = (store: string) => apiPath(['stores', store, 'calendar']);

/** Upon the calendar that is shown: if somebody else has set one since, that is shown instead. */
function useSetCalendar(store: string, calendar: StoreCalendarView | null) {
  const client = useQueryClient();
  return useMutation<StoreCalendarView, Error, object>({
    mutationFn: (wanted) =>
      command('PUT', calendarPath(store), { ...wanted, expectedRevision: calendar?.revision ?? -1 }),
    onSuccess: (answer) => client.setQueryData(storeCalendarQuery(store).queryKey, answer),
    onError: (error) => {
      if (error instanceof CommandError && error.status === 409) void client.invalidateQueries();
    },
  });
}

interface DayRowProps {
  day: Day;
  text: string;
  isWrong: boolean;
  onChange: (text: string) => void;
}

function DayRow({ day, text, isWrong, onChange }: DayRowProps) {
  const { t } = useTranslation();
  return (
    <label>
      <span>{t(`stores.day.${day}`)}</span>
      <span>
        <Input
          value={text}
          onChange={(event) => onChange(event.target.value)}
          aria-label={t(`stores.day.${day}`)}
          aria-invalid={isWrong}
          placeholder={day === 'mon' ? t('stores.hoursHint') : t('stores.closed')}
          status={isWrong ? 'error' : ''}
          maxLength={128}
        />
        {isWrong && <span className="bad">{t('stores.hoursWrong')}</span>}
      </span>
    </label>
  );
}

function SetBy({ calendar }: { calendar: StoreCalendarView | null }) {
  const { t } = useTranslation();
  if (!calendar) return <span className="quiet">{t('stores.never')}</span>;
  return (
    <span className="quiet" data-testid="calendar-set">
      <OutsideText text={t('stores.setBy', { by: calendar.set.by })} /> <Instant at={calendar.set.at} />
    </span>
  );
}

function textsOf(calendar: StoreCalendarView | null): Record<Day, string> {
  return Object.fromEntries(days.map((day) => [day, (calendar?.hours[day] ?? []).join(', ')])) as Record<Day, string>;
}
