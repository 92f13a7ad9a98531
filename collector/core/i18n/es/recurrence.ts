import type { Words } from '../words.ts'

/** Spanish words of recurrence rules. */
export const recurrenceEs: Words['rule'] = {
  everyDay: 'cada día',
  everyDays: 'cada {n} días',
  everyWeek: 'cada {days}',
  everyWeeks: 'cada {n} semanas, {days}',
  workdays: 'de lunes a viernes',
  first: 'primer',
  second: 'segundo',
  third: 'tercer',
  fourth: 'cuarto',
  fifth: 'quinto',
  last: 'último',
  lastButOne: 'penúltimo',
  nthDay: '{nth} {day}',
  ordinal: { other: '{n}' },
  lastDay: 'último día',
  nth: {
    month: 'el {which} de cada mes',
    months: 'cada {n} meses, el {which}',
    quarter: 'el {which} de cada trimestre',
    named: 'el {which} de {months}',
  },
  date: {
    month: 'el {which} de cada mes',
    months: 'cada {n} meses, el {which}',
    named: 'el {which} de {months}',
  },
  until: '{rule}, hasta el {date}',
  inZone: '{time} en {zone}',
  summer: '{time}\u00a0en\u00a0verano',
  nextDay: '{time} del día siguiente',
  dayBefore: '{time} del día anterior',
  lasting: '{time}, durante {span}',
}
