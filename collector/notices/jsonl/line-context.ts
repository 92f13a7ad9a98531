import { z } from 'zod'
import type { Config } from '../../core/config/config.ts'
import { derivedId } from '../../core/text/id.ts'
import type { Correction, Withdrawal } from '../../core/incident/correction.ts'
import type { Text } from '../../core/text/localized-text.ts'
import { type Reading, reading } from '../rules/validation-context.ts'
import { Body, Notify, Title, strict } from '../api/field-schemas.ts'
import { quoted } from '../rules/validate.ts'

/** A time of a line: ISO 8601, or ms since the epoch. */
export const Instant = z.union([z.string().max(64), z.int().min(0)])
/** An id, whatever it is: one line of 200 characters at most. */
export const AnyId = z
  .string()
  .min(1)
  .max(200)
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  .regex(/^[^\u0000-\u001F\u007F-\u009F\u2028\u2029]+$/)
/** Words that may be empty, as those of a message that only tells a status. */
export const Words = z.union([Body, z.literal('')])
const Author = z.string().min(1).max(200)

/** What messages of both kinds of notices have. */
export const said = {
  id: AnyId.optional(),
  at: Instant,
  body: Words,
  author: Author.optional(),
  written_at: Instant.optional(),
  notify: Notify.optional(),
}
/** What notices of both kinds have. */
export const common = {
  id: AnyId,
  title: Title,
  version: z.unknown().optional(),
  corrections: z
    .array(strict({ at: Instant, by: Author, what: z.string().min(1).max(300), before: z.unknown() }))
    .optional(),
  withdrawn: strict({ at: Instant, by: Author }).nullable().optional(),
}

/** Reads what needs the page to be understood. */
export type LineReading = Reading & {
  /** ms */
  instant(path: string, given: string | number): number
  /** As `instant`, of something that has happened. */
  happened(path: string, given: string | number): number
  /** Null and undefined stay null. */
  instantOrNull(path: string, given: string | number | null | undefined): number | null
  /** Words in languages, of the page or not: history may have more of them. */
  words<Given extends Text | null | undefined>(path: string, given: Given): Given
  /** A class of the configuration. */
  class(path: string, given: string): string
}

const language = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/

/** A reading of one line at an instant (ms). */
export function lineReading(
  config: Pick<Config, 'page' | 'components' | 'notice'>,
  now: number,
): LineReading {
  const read = reading(config, now)
  const instant = (path: string, given: string | number): number =>
    read.when(path, typeof given === 'number' ? isoOf(given) : given)
  return {
    ...read,
    instant,
    happened: (path, given) => read.past(path, typeof given === 'number' ? isoOf(given) : given),
    instantOrNull: (path, given) => (given === null || given === undefined ? null : instant(path, given)),
    words(path, given) {
      if (typeof given !== 'object' || given === null) return given
      if (Object.keys(given).length === 0) read.wrong(path, 'is empty. Write a text, or one per language.')
      for (const locale of Object.keys(given))
        if (!language.test(locale))
          read.wrong(path, `${quoted(locale)} is not a language. Write tags such as "fr" or "en".`)
      return given
    },
    class(path, given) {
      const known = Object.keys(config.notice)
      if (!known.includes(given))
        read.wrong(path, `${quoted(given)} is not a class of maintenance. Known: ${known.join(', ')}.`)
      return given
    },
  }
}

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

type Common = {
  readonly corrections?:
    readonly { at: string | number; by: string; what: string; before: unknown }[] | undefined
  readonly withdrawn?: { at: string | number; by: string } | null | undefined
}

/** The corrections and the withdrawal of a line. */
export const readCommon = (
  { corrections, withdrawn }: Common,
  read: LineReading,
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
export const writeCommon = ({
  corrections,
  withdrawn,
}: {
  readonly corrections?: readonly Correction[]
  readonly withdrawn?: Withdrawal
}) => ({
  ...(corrections && { corrections: corrections.map((one) => ({ ...one, at: iso(one.at) })) }),
  ...(withdrawn && { withdrawn: { ...withdrawn, at: iso(withdrawn.at) } }),
})
