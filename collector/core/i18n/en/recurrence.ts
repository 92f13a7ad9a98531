import type { Words } from '../words.ts'

/** English words of recurrence rules. */
export const recurrenceEn: Words['rule'] = {
  everyDay: 'every day',
  everyDays: 'every {n} days',
  everyWeek: 'every {days}',
  everyWeeks: 'every {n} weeks, on {days}',
  workdays: 'Monday to Friday',
  first: 'first',
  second: 'second',
  third: 'third',
  fourth: 'fourth',
  fifth: 'fifth',
  last: 'last',
  lastButOne: 'last but one',
  nthDay: '{nth} {day}',
  ordinal: { one: '{n}st', two: '{n}nd', few: '{n}rd', other: '{n}th' },
  lastDay: 'last day',
  nth: {
    month: 'every {which} of the month',
    months: 'every {n} months, on the {which}',
    quarter: 'every {which} of the quarter',
    named: 'on the {which} of {months}',
  },
  date: {
    month: 'on the {which} of each month',
    months: 'every {n} months, on the {which}',
    named: 'on the {which} of {months}',
  },
  until: '{rule}, until {date}',
  inZone: '{time} in {zone}',
  summer: '{time}\u00a0in\u00a0summer',
  nextDay: '{time} the next day',
  dayBefore: '{time} the day before',
  lasting: '{time}, for {span}',
}
