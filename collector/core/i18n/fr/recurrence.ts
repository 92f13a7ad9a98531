import type { Words } from '../words.ts'

/** French words of recurrence rules. */
export const recurrenceFr: Words['rule'] = {
  everyDay: 'chaque jour',
  everyDays: 'tous les {n} jours',
  everyWeek: 'chaque {days}',
  everyWeeks: 'toutes les {n} semaines, le {days}',
  workdays: 'du lundi au vendredi',
  first: 'premier',
  second: 'deuxième',
  third: 'troisième',
  fourth: 'quatrième',
  fifth: 'cinquième',
  last: 'dernier',
  lastButOne: 'avant-dernier',
  nthDay: '{nth} {day}',
  ordinal: { one: '{n}er', two: '{n}', few: '{n}', other: '{n}' },
  lastDay: 'dernier jour',
  nth: {
    month: 'chaque {which} du mois',
    months: 'tous les {n} mois, le {which}',
    quarter: 'chaque {which} du trimestre',
    named: 'le {which}, en {months}',
  },
  date: {
    month: 'le {which} de chaque mois',
    months: 'tous les {n} mois, le {which}',
    named: 'le {which}, en {months}',
  },
  until: '{rule}, jusqu’au {date}',
  inZone: '{time} à {zone}',
  summer: '{time}\u00a0en\u00a0été',
  nextDay: '{time} le lendemain',
  dayBefore: '{time} la veille',
  lasting: '{time}, pendant {span}',
}
