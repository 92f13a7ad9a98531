import type { Words } from '../words.ts'

/** German words of recurrence rules. */
export const recurrenceDe: Words['rule'] = {
  everyDay: 'täglich',
  everyDays: 'alle {n} Tage',
  everyWeek: 'jeden {days}',
  everyWeeks: 'alle {n} Wochen, {days}',
  workdays: 'Montag bis Freitag',
  first: 'ersten',
  second: 'zweiten',
  third: 'dritten',
  fourth: 'vierten',
  fifth: 'fünften',
  last: 'letzten',
  lastButOne: 'vorletzten',
  nthDay: '{nth} {day}',
  ordinal: { other: '{n}.' },
  lastDay: 'letzten Tag',
  nth: {
    month: 'am {which} jedes Monats',
    months: 'alle {n} Monate am {which}',
    quarter: 'am {which} jedes Quartals',
    named: 'am {which} im {months}',
  },
  date: {
    month: 'am {which} jedes Monats',
    months: 'alle {n} Monate am {which}',
    named: 'am {which} im {months}',
  },
  until: '{rule}, bis zum {date}',
  inZone: '{time} in {zone}',
  summer: '{time}\u00a0im\u00a0Sommer',
  nextDay: '{time} am Folgetag',
  dayBefore: '{time} am Vortag',
  lasting: '{time}, für {span}',
}
