import type { Texts } from './zh-cn.js';

/** Texts about deadlines, in English: part of `en`. */
export const deadlinesEn: Texts['deadlines'] = {
  title: 'Deadlines',
  explain:
    'What has to be done by a time and is not. While data of a terminal is missing nobody is alerted: it may have been done.',
  state: 'State',
  overdue: 'Overdue',
  'pending-data': 'Pending data',
  'due-soon': 'Due soon',
  rule: 'Deadline',
  subject: 'Subject',
  terminal: 'Terminal',
  dueAt: 'Due',
  left: '{{duration}} left',
  over: '{{duration}} over',
  complete: 'Data complete until',
  alert: 'Alert',
  open: 'Open',
  empty: 'Nothing is overdue or due soon',
  more: 'There are more than are shown; choose a state or a deadline.',
};
