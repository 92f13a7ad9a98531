import { suggest } from '../../core/text/suggest.ts'
import {
  type Maintenance,
  isLate,
  maintenanceStatus,
  noticeDue,
  noticeGiven,
} from '../../core/maintenance/maintenance.ts'
import { day } from '../../core/time/units.ts'
import type { Page, Reading } from './validation-context.ts'
import { Refusal } from './validation-error.ts'
import { earliestToTell, instantInWords, lengthInWords } from './time-words.ts'
import { quoted } from './validate.ts'

/** Longest window, ms. */
export const longestWindow = 31 * day

/** A class of the configuration. */
export function judgeClass(given: string, read: Reading, { notice }: Page): string {
  const known = Object.keys(notice)
  if (known.includes(given)) return given
  const near = suggest(given, known)
  read.wrong(
    'class',
    `${quoted(given)} is not a class of maintenance. ${near === undefined ? '' : `Did you mean "${near}"? `}Known: ${known.join(', ')}.`,
  )
  return 'default'
}

/** A window must end after it begins, and be one. */
export function judgeLength(from: number, until: number, read: Reading): void {
  if (until <= from) read.wrong('scheduled_until', 'is not after the begin. Write a later time.')
  else if (until - from > longestWindow)
    read.wrong(
      'scheduled_until',
      `The window would last longer than ${lengthInWords(longestWindow)}. Write an earlier end, or several windows.`,
    )
}

/**
 * Is it told early enough for its class?
 * @throws RuleViolation `too_late` with the earliest begin that would be
 */
export function judgeNotice(
  klass: string,
  from: number,
  now: number,
  { page, notice }: Page,
  current: Maintenance | null,
): void {
  const due = noticeDue({ class: klass }, notice)
  if (from - now >= due && from >= now) return
  const earliest = earliestToTell(now + due)
  const first = instantInWords(earliest, page.timezone)
  const lateOr = 'force it (--force, "force": true): it is then shown as late'
  const message =
    from < now
      ? `is in the past. The earliest begin is ${first}: write that or later; to enter work that was done, ${lateOr}.`
      : `is too soon: maintenance of the class "${klass}" is announced at least ${lengthInWords(due)} ahead. The earliest begin is ${first}: write that or later, or ${lateOr}.`
  throw new Refusal('too_late', [{ path: 'scheduled_for', message }], { current, earliest })
}

/**
 * What a window is about was announced with it: a component that joins it, or a stricter class, needs its notice as well.
 * Otherwise time that nobody was told of would be left out of the count.
 * @throws RuleViolation `too_late`, `not_now`
 */
export function judgeScope(
  current: Maintenance,
  change: { readonly class?: string; readonly components?: readonly string[] },
  now: number,
  { page, notice }: Page,
  force: boolean,
): void {
  const klass = change.class ?? current.class
  const due = noticeDue({ class: klass }, notice)
  const bound = now + due
  const earliest = earliestToTell(bound)
  const added = (change.components ?? []).filter((id) => !current.components.includes(id))
  if (added.length > 0 && (current.scheduledFor < bound || maintenanceStatus(current, now) !== 'scheduled'))
    throw new Refusal(
      'too_late',
      [
        {
          path: 'components',
          message: `${added.join(', ')} cannot join a window that begins ${instantInWords(current.scheduledFor, page.timezone)}: it is announced at least ${lengthInWords(due)} ahead. Schedule a window of its own for it.`,
        },
      ],
      { current, earliest },
    )
  if (klass === current.class) return
  const given = noticeGiven(current)
  if (isLate(current, notice) && given >= due)
    throw new Refusal(
      'not_now',
      [
        {
          path: 'class',
          message: `It was told too late for the class "${current.class}"; another class does not change that. Leave the class as it is.`,
        },
      ],
      { current },
    )
  if (!isLate(current, notice) && given < due && !force)
    throw new Refusal(
      'too_late',
      [
        {
          path: 'class',
          message: `Maintenance of the class "${klass}" is announced at least ${lengthInWords(due)} ahead, and this window was not. Leave the class as it is, or force it (--force, "force": true): it is then shown as late.`,
        },
      ],
      { current, earliest },
    )
}
