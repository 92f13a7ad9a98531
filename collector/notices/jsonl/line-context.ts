import { isInSeconds } from '../../core/time/parse-time.ts'
import { z } from 'zod'
import type { Config } from '../../core/config/config.ts'
import { derivedId } from '../../core/text/id.ts'
import type { Correction, Withdrawal } from '../../core/notice/correction.ts'
import type { Text } from '../../core/text/localized-text.ts'
import type { Impact } from '../../core/incident/incident.ts'
import type { FieldReader } from '../fields/values.ts'
import { type ValidationContext, createValidationContext } from '../rules/validation-context.ts'
import { LineInstant, Notify, OptionalBody, Title, strict } from '../fields/field-schemas.ts'
import { quoteInput } from '../rules/validate.ts'

/** An id, whatever it is: one line of 200 characters at most. */
export const LineId = z
  .string()
  .min(1)
  .max(200)
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  .regex(/^[^\u0000-\u001F\u007F-\u009F\u2028\u2029]+$/)
/** Who wrote something. */
export const LineAuthor = z.string().min(1).max(200)

/** What messages of both kinds of notices have. */
export const messageFields = {
  id: LineId.optional(),
  at: LineInstant,
  body: OptionalBody,
  author: LineAuthor.optional(),
  written_at: LineInstant.optional(),
  notify: Notify.optional(),
}
/** What notices of both kinds have. */
export const commonLineFields = {
  id: LineId,
  title: Title,
  version: z.unknown().optional(),
  corrections: z
    .array(strict({ at: LineInstant, by: LineAuthor, what: z.string().min(1).max(300), before: z.unknown() }))
    .optional(),
  withdrawn: strict({ at: LineInstant, by: LineAuthor }).nullable().optional(),
}

/** Reads the parts of a line that need the page to be understood. */
export type LineContext = ValidationContext & {
  /** ms */
  instant(path: string, written: string | number): number
  /** As `instant`, of something that has happened. */
  recordedInstant(path: string, written: string | number): number
  /** Of something that may not have happened: null and undefined stay null. */
  instantOrNull(path: string, written: string | number | null | undefined): number | null
  /** A text in any languages: the history of another page may have more than this one. */
  words<Words extends Text | null | undefined>(path: string, words: Words): Words
  /** A class of the configuration. */
  class(path: string, name: string): string
}

const languageTag = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/

/** A reading of one line at an instant (ms). */
export function createLineContext(
  config: Pick<Config, 'page' | 'components' | 'notice'>,
  now: number,
): LineContext {
  const read = createValidationContext(config, now)
  /** A time as text; one in seconds is refused, for as milliseconds it would be in 1970. */
  const textOf = (path: string, written: string | number): string => {
    if (typeof written === 'string') return written
    if (isInSeconds(written))
      read.addIssue(path, `${written} is in seconds. Write milliseconds, ${written}000.`)
    return isoOf(written)
  }
  const instant = (path: string, written: string | number): number =>
    read.instant(path, textOf(path, written))
  return {
    ...read,
    instant,
    recordedInstant: (path, written) => read.pastInstant(path, textOf(path, written)),
    instantOrNull: (path, written) =>
      written === null || written === undefined ? null : instant(path, written),
    words(path, words) {
      if (typeof words !== 'object' || words === null) return words
      if (Object.keys(words).length === 0) read.addIssue(path, 'is empty. Write a text, or one per language.')
      for (const locale of Object.keys(words))
        if (!languageTag.test(locale))
          read.addIssue(path, `${quoteInput(locale)} is not a language. Write tags such as "fr" or "en".`)
      return words
    },
    class(path, name) {
      const names = Object.keys(config.notice)
      if (!names.includes(name))
        read.addIssue(path, `${quoteInput(name)} is not a class of maintenance. Known: ${names.join(', ')}.`)
      return name
    },
  }
}

/** Reads the fields of a line. */
export type LineFieldReader = FieldReader & { instant(path: string, written: string | number): number }

/** A reader of the fields of one line; components that are only listed have the status of the impact. */
export const createLineReader = (read: LineContext, impact: Impact = 'none'): LineFieldReader => ({
  text: read.words,
  instant: (path, written) => read.instant(path, written!),
  pastInstant: read.recordedInstant,
  componentIds: read.componentIds,
  statuses: (path, components, ownImpact) => read.declaredStatuses(path, components, ownImpact ?? impact),
  class: read.class,
  addIssue: read.addIssue,
})

const isoOf = (ms: number): string => (ms < 8e15 ? new Date(ms).toISOString() : String(ms))

/** An instant (ms) as lines have it. */
export const iso = (at: number): string => new Date(at).toISOString()

/** Ids for the messages of a notice that bring none: the same at every import, whatever their order. */
export function messageIds(notice: string): (at: number, status: string) => string {
  const seen = new Map<string, number>()
  return (at, status) => {
    const among = seen.get(`${at} ${status}`) ?? 0
    seen.set(`${at} ${status}`, among + 1)
    return derivedId('import-update', notice, at, status, among)
  }
}

type CommonLine = {
  readonly corrections?:
    readonly { at: string | number; by: string; what: string; before: unknown }[] | undefined
  readonly withdrawn?: { at: string | number; by: string } | null | undefined
}

/** The corrections and the withdrawal of a line. */
export const parseCommon = (
  { corrections, withdrawn }: CommonLine,
  read: LineContext,
): { readonly corrections?: readonly Correction[]; readonly withdrawn?: Withdrawal } => ({
  ...(corrections && {
    corrections: corrections.map(({ at, by, what, before = null }, i) => ({
      at: read.instant(`corrections.${i}.at`, at),
      by,
      what,
      before,
    })),
  }),
  ...(withdrawn && { withdrawn: { at: read.instant('withdrawn.at', withdrawn.at), by: withdrawn.by } }),
})

/** The corrections and the withdrawal of a notice, for a line. */
export const formatCommon = ({
  corrections,
  withdrawn,
}: {
  readonly corrections?: readonly Correction[]
  readonly withdrawn?: Withdrawal
}) => ({
  ...(corrections && { corrections: corrections.map((one) => ({ ...one, at: iso(one.at) })) }),
  ...(withdrawn && { withdrawn: { ...withdrawn, at: iso(withdrawn.at) } }),
})
