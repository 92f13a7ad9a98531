import { z } from 'zod'
import type { NoticeField } from '../../core/notice/notice-field.ts'
import { type OptionalText, maintenanceFields, optionalTexts } from '../../core/maintenance/fields.ts'
import { occurrences } from '../../core/maintenance/recurrence.ts'
import { oneOf, rule, section } from '../rules.ts'
import { duration } from '../values/duration.ts'
import { id, stringMatching, localizedText, timezone, requireText } from '../values/basic-values.ts'

const rulePartPatterns: Readonly<Record<string, RegExp>> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  COUNT: /^[1-9]\d{0,4}$/,
  UNTIL: /^\d{8}(T\d{6}Z?)?$/,
  BYMONTH: /^([1-9]|1[0-2])(,([1-9]|1[0-2]))*$/,
  BYWEEKNO: /^-?\d{1,2}(,-?\d{1,2})*$/,
  BYYEARDAY: /^-?\d{1,3}(,-?\d{1,3})*$/,
  BYMONTHDAY: /^-?([1-9]|[12]\d|3[01])(,-?([1-9]|[12]\d|3[01]))*$/,
  BYDAY: /^[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)(,[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU))*$/,
  BYSETPOS: /^-?\d{1,3}(,-?\d{1,3})*$/,
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
}

/** Does it ever name a day? The grammar of parts does not tell that February has no thirtieth. */
function hasOccurrences(rrule: string): boolean {
  if (rrule.includes('UNTIL=')) return true
  const entry = { rrule, since: '2026-01-01', at: '03:00', timezone: 'UTC', lasts: 60_000 }
  const from = Date.UTC(2026, 0, 1)
  // Nine years have a leap day in them.
  return [1, 9].some(
    (years) => occurrences(entry, from, { from, to: from + years * 366 * 86_400_000 }).length > 0,
  )
}

/** A recurrence rule of RFC 5545 by days or longer; the hour is in `at`. */
const recurrence = () =>
  rule(
    { type: 'string', pattern: '^(RRULE:)?FREQ=|;FREQ=' },
    'FREQ=WEEKLY;BYDAY=SU',
    (value, fail): string => {
      const written = requireText(value, fail)
      if (typeof written !== 'string') return written
      const plain = 'Write a rule of RFC 5545, such as "FREQ=WEEKLY;BYDAY=SU"'
      const partsFound = new Map<string, string>()
      for (const piece of written
        .replace(/^RRULE:/i, '')
        .toUpperCase()
        .split(';')) {
        const [key = '', content = ''] = piece.split('=')
        const pattern = rulePartPatterns[key]
        if (pattern === undefined) {
          const hours = /^BY(HOUR|MINUTE|SECOND)$/.test(key)
          return fail(
            '{value} has a part that is not known here',
            hours ? "Write the time of day in at: '03:00'" : plain,
            { plain },
          )
        }
        if (!pattern.test(content))
          return fail(`{value} is not a recurrence rule: its ${key} cannot be read`, plain, { plain })
        if (partsFound.has(key)) return fail(`{value} says ${key} twice`, 'Remove one', { plain })
        partsFound.set(key, content)
      }
      if (!partsFound.has('FREQ')) return fail('{value} has no FREQ', plain, { plain })
      if (partsFound.has('COUNT') && partsFound.has('UNTIL'))
        return fail('{value} has both COUNT and UNTIL', 'Remove one', { plain })
      const rrule = [...partsFound].map(([key, content]) => `${key}=${content}`).join(';')
      return hasOccurrences(rrule) ? rrule : fail('{value} names no day at all', plain, { plain })
    },
  )

/** The texts of a window that may be left out, as they are described. */
function describedTexts() {
  const field = ({ example, write, help }: NoticeField) =>
    localizedText(example ?? write)
      .optional()
      .describe(help)
  return Object.fromEntries(
    optionalTexts().map((member) => [maintenanceFields[member].name, field(maintenanceFields[member])]),
  ) as Record<(typeof maintenanceFields)[OptionalText]['name'], ReturnType<typeof field>>
}

/** One entry of `maintenance:` — a window that comes again and again; durations in milliseconds. */
export const maintenance = section({
  id: id('weekly').describe('Its name; occurrences hang on it.'),
  class: id('weekly').optional().describe('Which notice is due, from `notice`.'),
  title: localizedText('Weekly maintenance').describe('What readers see.'),
  body: localizedText('We clean up.').optional().describe('More words for readers, as Markdown.'),
  rrule: recurrence().describe('When, by RFC 5545: FREQ=MONTHLY;BYDAY=1SU is every first Sunday.'),
  since: stringMatching(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day', '2026-01-04')
    .optional()
    .describe('First day, from which an INTERVAL counts.'),
  at: stringMatching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day', '03:00', (timeOfDay) =>
    timeOfDay.replace(/^(\d):/, '0$1:').replace('h', ':'),
  ).describe("Time of day it begins, such as '03:00'."),
  timezone: timezone().optional().describe('Zone of `at`. Default: the page’s.'),
  lasts: duration({ min: 60_000, max: 14 * 86_400_000, example: '1h', unit: 'm' }).describe(
    'How long it takes.',
  ),
  components: z.array(id('api')).min(1).describe('Ids of the components it touches.'),
  impact: oneOf(['none', 'minor', 'major', 'critical'])
    .optional()
    .describe('What readers feel. Default: minor.'),
  ...describedTexts(),
  tasks: z.array(localizedText('Clean the logs')).optional().describe('What is done.'),
  notice: duration({ example: '1w', unit: 'h' })
    .optional()
    .describe('Notice due, which is then its class’s.'),
}).describe('A maintenance window that comes again and again.')
