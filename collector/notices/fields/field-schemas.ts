import { z } from 'zod'

/** Longest title, in UTF-16 units. */
const longestTitle = 300
/** Longest body, in UTF-16 units. */
const longestBody = 200_000

// Marks that turn the direction of what follows them around: in a title they would rearrange a list of other titles.
const turning = /[\u202A-\u202E\u2066-\u2069]/g
// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g

/** Text on several lines as it is kept: well-formed, `\n` between lines, no control characters, nothing blank around it. */
export const manyLines = (text: string): string =>
  text.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll(control, '').trim()

/** Text on one line as it is kept: as `manyLines`, white space one space (French keeps its no-break ones), no marks that turn directions around. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[^\S\u00A0\u202F]|[\u0085\u2028\u2029]/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(control, '')
    .replaceAll(turning, '')
    .trim()

/** An object without unknown keys; the message about one lists the keys there are, for `rules/validate.ts`. */
export const strict = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined),
  })

const line = (most: number) => z.string().overwrite(oneLine).min(1).max(most)
const lines = (most: number) => z.string().overwrite(manyLines).min(1).max(most)
const perLocale = <Words extends z.ZodType<string>>(words: Words) =>
  z.union([words, z.record(z.string().max(35), words)])

/** A title: one line, one text or one per locale of the page. */
export const Title = perLocale(line(longestTitle)).meta({
  id: 'Title',
  description: `One line of up to ${longestTitle} characters: a text, or one per locale of the page.`,
  examples: ['Slow API', { fr: 'API lente', en: 'Slow API' }],
})

/** Markdown for readers: one text or one per locale of the page. */
export const Body = perLocale(lines(longestBody)).meta({
  id: 'Body',
  description: 'Markdown: a text, or one per locale of the page. Raw HTML is shown as text.',
  examples: ['We are looking into it.', { fr: 'Nous regardons.', en: 'We are looking into it.' }],
})

/** A text as the API prints it. */
export const TextView = z
  .union([z.string(), z.record(z.string(), z.string())])
  .meta({ id: 'Text', description: 'One text for all, or one per locale.' })

/** An instant as the API prints it. */
export const InstantView = z.iso
  .datetime()
  .meta({ description: 'ISO 8601 in UTC, with milliseconds.', examples: ['2026-11-22T15:00:00.000Z'] })

/** A point in time as people write it. */
export const When = z
  .string()
  .max(64)
  .meta({
    id: 'When',
    description:
      'ISO 8601 (in the page’s zone unless an offset is given), `now`, relative (`+2h`, `-30m`), or `today`, `tomorrow`, `yesterday` with an optional time.',
    examples: ['2026-11-22T15:00:00Z', '+2h', 'tomorrow 04:00'],
  })

/** What readers feel. */
export const Impact = z
  .enum(['none', 'minor', 'major', 'critical'])
  .meta({ id: 'Impact', description: 'What readers feel.' })

/** What the team promised. */
export const Priority = z
  .enum(['P1', 'P2', 'P3', 'P4'])
  .meta({ id: 'Priority', description: 'What the team promised: response and resolution times.' })

/** A status that a notice can give a component. */
export const DeclaredStatus = z
  .enum(['operational', 'degraded_performance', 'partial_outage', 'major_outage'])
  .meta({ id: 'DeclaredStatus', description: 'What a notice says of a component.' })

/** The statuses an update can give; `postmortem` comes with the postmortem. */
export const UpdateStatus = z
  .enum(['investigating', 'identified', 'monitoring', 'resolved'])
  .meta({ id: 'UpdateStatus', description: 'How far the team is.' })

/** The status of an incident as the API prints it. */
export const IncidentStatus = z.enum([...UpdateStatus.options, 'postmortem']).meta({ id: 'IncidentStatus' })

/** Ids of components, as a list. */
export const ComponentIds = z
  .array(z.string().max(64))
  .max(1000)
  .meta({ description: 'Ids of components.', examples: [['api']] })

/** The components a notice names: a status each, or a list of ids whose status follows the impact. */
export const DeclaredComponents = z.union([z.record(z.string(), DeclaredStatus), ComponentIds]).meta({
  description:
    'Statuses of components: `{ id: status }`, or a list of ids whose status follows the impact (critical: major_outage, major: partial_outage, minor: degraded_performance, none: operational).',
  examples: [{ api: 'major_outage' }, ['api', 'website']],
})

/** The version that was read. */
export const Version = z
  .int()
  .min(1)
  .meta({ description: 'The version that was read: if it is another one by now, nothing is written (409).' })

/** Are readers notified beyond the page? */
export const Notify = z
  .boolean()
  .meta({ description: 'false: nobody is notified beyond the page. Default: true.' })

/** An id that a file or an import brings along. */
export const GivenId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)
  .meta({ description: 'An id of its own: letters, digits, `-` and `_`, 64 at most. Default: a new one.' })

/** A time of a line: ISO 8601, or ms since the epoch. */
export const LineInstant = z.union([z.string().max(64), z.int().min(0)])
/** A text that may be empty, as that of a message which only changes the status. */
export const OptionalBody = z.union([Body, z.literal('')])
