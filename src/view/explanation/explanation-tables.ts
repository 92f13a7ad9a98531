import { dayInterval, dayOf } from '../../../collector/core/time/calendar.ts'
import { shownFiguresAt } from '../../../collector/core/explain/explain.ts'
import { availabilityText } from '../../../collector/core/report/statements.ts'
import type { ExplanationDocument } from '../../../collector/core/explain/explanation-document.ts'
import type { CountedWindow, ExplanationRow } from '../../../collector/core/explain/explanation.ts'
import { type Interval, clip, total } from '../../../collector/core/time/interval.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { timesHtml, wholeSpan } from './explained-span.ts'
import { escape } from '../shared/html.ts'
import { icon } from '../shared/icon.ts'
import { maintenancePlace } from '../shared/places.ts'
import { noticeSpan } from '../maintenance/span-words.ts'
import type { View } from '../shared/view.ts'
import { oncePer } from '../../../collector/core/memo/once-per.ts'

/** How many lines of a table are shown; the files have them all. */
const shownLines = 200

/** A column: its head, and whether it holds numbers. */
type Column = readonly [label: string, number?: boolean]

/** A table whose rows read as cards on a phone. Cells are HTML, the first one the head of its row. */
function table(
  columns: readonly Column[],
  rows: readonly { readonly id?: string; readonly cells: readonly string[] }[],
  kind = 'cells',
): string {
  const head = columns.map(
    ([label, number]) => `<th scope="col"${number ? ' class="n"' : ''}>${escape(label)}</th>`,
  )
  const body = rows.map(({ id, cells }) => {
    const [first, ...rest] = cells
    const others = rest.map((cell, i) => {
      const [label, number] = columns[i + 1]!
      const zero = cell === '0' ? ' zero' : ''
      return `<td${number ? ` class="n${zero}"` : ''} data-l="${escape(label)}">${cell}</td>`
    })
    return `<tr${id === undefined ? '' : ` id="${id}"`}><th scope="row">${first}</th>${others.join('')}</tr>`
  })
  return `<table class="${kind}"><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`
}

/** A table of some lines: folded away where it is long, and how many more lines the files have. */
export type ExplanationTable = {
  readonly html: string
  readonly fold: string | null
  readonly more: string | null
}

/** Longer tables than this are folded, unless they are what the page is about. */
const foldAbove = 12

/** The first lines of a list as a table. */
function cut<T>(
  view: View,
  all: readonly T[],
  columns: readonly Column[],
  cells: (one: T) => readonly string[],
  folding = true,
): ExplanationTable | null {
  if (all.length === 0) return null
  const words = view.words.explanations
  const rest = all.length - shownLines
  return {
    html: table(
      columns,
      all.slice(0, shownLines).map((one) => ({ cells: cells(one) })),
    ),
    fold: folding && all.length > foldAbove ? view.counted(words.fold, all.length) : null,
    more: rest > 0 ? view.counted(words.more, rest) : null,
  }
}

const statusHtml = (view: View, { status }: ExplanationRow): string =>
  `<span class="st s-${status}">${icon(status)} ${escape(view.words.shown[status])}</span>`

const exact = (view: View, ms: number): string => escape(wholeSpan(view, ms))

/** Thousandths of a millisecond as the milliseconds they count for, to the last digit: `81 000 ms`, `0,3 ms`. */
function lostHtml(view: View, thousandths: number): string {
  const whole = thousandths % 1000 === 0
  const { units } = view.words
  return whole
    ? exact(view, thousandths / 1000)
    : escape(
        `${new Intl.NumberFormat(view.locale, { maximumFractionDigits: 3 }).format(thousandths / 1000)}\u00a0${units.millisecond}`,
      )
}

/** A weight in thousandths as a share of a whole outage: `0,3`. */
export const weightWords = (view: View, thousandths: number): string =>
  new Intl.NumberFormat(view.locale, { maximumFractionDigits: 3 }).format(thousandths / 1000)

/** What counted as down, partly down or degraded; what was excluded; what nobody saw. Null where there is none. */
export function rowTables(view: View, { explanation, timezone }: ExplanationDocument) {
  const words = view.words.explanations
  const of = (treatment: ExplanationRow['treatment']) =>
    explanation.rows.filter((row) => row.treatment === treatment)
  const when = (row: ExplanationRow): string => timesHtml(view, row.date, row.from, row.to, timezone)
  const counted = of('counted')
  const fine = counted.filter((row) => row.status === 'operational' && row.weight === 0)
  const titles = new Map(explanation.windows.map((one) => [one.id, one]))
  return {
    counted: cut(
      view,
      counted.filter((row) => row.status !== 'operational' || row.weight > 0),
      [[words.when], [words.state], [words.lasted, true], [words.weight, true], [words.lost, true]],
      (row) => [
        when(row),
        statusHtml(view, row),
        exact(view, row.to - row.from),
        escape(weightWords(view, row.weight)),
        lostHtml(view, row.lost),
      ],
      false,
    ),
    operational:
      fine.length === 0
        ? null
        : fillPlaceholders(view.counted(words.operational, fine.length), {
            span: wholeSpan(
              view,
              fine.reduce((sum, row) => sum + row.to - row.from, 0),
            ),
          }),
    excluded: cut(
      view,
      of('excluded'),
      [[words.when], [words.state], [words.lasted, true], [words.by]],
      (row) => [
        when(row),
        statusHtml(view, row),
        exact(view, row.to - row.from),
        row.windows.map((id) => windowLink(view, titles.get(id)!)).join(', '),
      ],
    ),
    unknown: cut(view, of('unknown'), [[words.when], [words.lasted, true]], (row) => [
      when(row),
      exact(view, row.to - row.from),
    ]),
  }
}

const maintenanceIds = oncePer(
  ({ maintenances }: Snapshot): ReadonlySet<string> => new Set(maintenances.map((one) => one.id)),
)

/** The title of a window, leading to its page while there is one. */
const windowLink = (view: View, { id, title }: CountedWindow): string =>
  maintenanceIds(view.snapshot).has(id)
    ? `<a href="${view.link(maintenancePlace(id))}">${view.html(title)}</a>`
    : view.html(title)

/**
 * The maintenance windows that touch the period: what notice was given, what was due, and whether they count. First those
 * of which nothing is excluded, for they are the ones that somebody may wonder about.
 */
export function windowTables(view: View, { explanation }: ExplanationDocument): readonly ExplanationTable[] {
  const words = view.words.explanations
  const verdict = (one: CountedWindow): string => {
    const texts = words.windowVerdict
    if (one.cancelled) return escape(texts.cancelled)
    if (one.excluded.length === 0)
      return one.late ? `<strong class="late">${escape(texts.late)}</strong>` : escape(texts.none)
    const excluded = total(clip(one.excluded, explanation.countedInterval))
    return escape(fillPlaceholders(texts.excluded, { span: wholeSpan(view, excluded) }))
  }
  const columns: readonly Column[] = [
    [words.by],
    [words.when],
    [words.given, true],
    [words.due, true],
    [words.verdict],
  ]
  const listed = (those: readonly CountedWindow[], folding: boolean): ExplanationTable | null =>
    cut(
      view,
      those,
      columns,
      (one) => [
        windowLink(view, one),
        windowSpan(view, one),
        escape(one.noticeGiven < 0 ? words.givenAfter : noticeSpan(view, one.noticeGiven)),
        escape(noticeSpan(view, one.noticeDue)),
        verdict(one),
      ],
      folding,
    )
  const { windows } = explanation
  if (windows.length <= foldAbove) return [listed(windows, false) ?? []].flat()
  return [
    listed(
      windows.filter((one) => one.excluded.length === 0),
      false,
    ) ?? [],
    listed(
      windows.filter((one) => one.excluded.length > 0),
      true,
    ) ?? [],
  ].flat()
}

const windowSpan = (view: View, { from, to }: CountedWindow): string => {
  const oneDay = view.format.key(from) === view.format.key(to)
  return `<span class="span">${view.time(from, 'w')} – ${view.time(to, oneDay ? 't' : 'w')}</span>`
}

/** Every day of the period, newest first, each with an anchor of its date. */
export function dayTable(
  view: View,
  { explanation, evidence, weights, timezone, at }: ExplanationDocument,
): string | null {
  const words = view.words.explanations
  const days = daysOfSpan(explanation.countedInterval, timezone).toReversed()
  if (days.length === 0) return null
  const span = (ms: number): string => (ms === 0 ? '0' : escape(view.format.duration(ms)))
  return table(
    [[words.day], [words.label, true], [words.down, true], [words.excluded, true], [words.unwatched, true]],
    days.map(({ date, ...day }) => {
      const figures = shownFiguresAt(evidence, day, at, weights)
      const { down, excluded, unknown } = figures
      return {
        id: date,
        cells: [
          escape(view.format.weekday(date)),
          escape(availabilityText(view, figures, words.unknown)),
          span(down),
          span(excluded),
          span(unknown),
        ],
      }
    }),
    'cells bydays',
  )
}

/** The days of a zone that a span touches, oldest first. */
function daysOfSpan({ from, to }: Interval, zone: string): (Interval & { readonly date: string })[] {
  const days: (Interval & { readonly date: string })[] = []
  for (let at = from; at < to; at = days.at(-1)!.to) {
    const date = dayOf(at, zone)
    days.push({ date, ...dayInterval(date, zone) })
  }
  return days
}
