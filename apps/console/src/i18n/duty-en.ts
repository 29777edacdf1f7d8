import type { Texts } from './zh-cn.js';

type Part = 'rights';

/** Daily duties: who may do what, contacts, stores that one person runs, what a terminal is told about somebody; in English. */
export const dutyEn: Pick<Texts, Part> = {
  rights: {
    takes: 'Not yours to do. It takes one of these roles: {{roles}}.',
    or: ', ',
    everywhere: 'Your account is for some stores; this takes one that is for all of them.',
  },
};
