import { monthInterval, monthOf } from '../../collector/core/calendar.ts'
import { figuresAt } from '../../collector/core/evidence.ts'
import { judgeAvailability } from '../../collector/core/judge.ts'
import type { Verdict } from '../../collector/core/objective.ts'
import { monthBefore } from '../../collector/core/period.ts'
import type { ComponentView, Snapshot } from '../../collector/core/snapshot.ts'
import { fill } from '../i18n/words.ts'
import { exactSpan } from './exact.ts'
import { type FrozenComponent, type FrozenMonth, frozenMonth } from './frozen.ts'
import { escape } from './html.ts'
import { explainedPlace } from './lookup.ts'
import { figureHtml } from './pledge.ts'
import { millionths } from './share.ts'
import { promiseVerdict } from './verdict.ts'
import type { View } from './view.ts'

/** One month of one component, whether it is closed or not. */
type MonthFigures = {
  readonly month: string
  readonly printed: string | null
  readonly down: number | null
  /** Promised share, written out; null where nothing was promised. */
  readonly target: string | null
  readonly verdict: Verdict | null
  readonly p95: number | null
  readonly days: FrozenComponent['response_promise']
  /** A word about it: that it runs, or was corrected. */
  readonly note: string | null
}

/** The month that runs and the twelve before it, newest first. */
export function lastMonths(now: number, zone: string): readonly string[] {
  const months = [monthOf(now, zone)]
  while (months.length < 13) months.push(monthBefore(months.at(-1)!))
  return months
}

const nothing = { printed: null, down: null, target: null, verdict: null, p95: null, days: null, note: null }

function closed(view: View, { month, revision, components }: FrozenMonth, id: string): MonthFigures {
  const note = revision > 1 ? fill(view.words.sla.corrected, { revision: String(revision) }) : null
  const said = components.get(id)
  if (!said) return { ...nothing, month, note }
  const { availability, budget, response, response_promise } = said
  return {
    month,
    printed: availability.printed,
    down: availability.printed === null ? null : availability.down,
    target: budget?.target ?? null,
    verdict: budget?.verdict ?? null,
    p95: response.p95,
    days: response_promise,
    note,
  }
}

/** A month that is not closed yet: the one that runs, and for a while the one before it. */
function running(view: View, component: ComponentView, month: string, current: boolean): MonthFigures {
  const { generatedAt: now, page, weights, tiers } = view.snapshot
  const period = monthInterval(month, page.timezone)
  const figures = current ? component.month : figuresAt(component.evidence, period, now, weights)
  const target = tiers.find(({ id }) => id === component.tier)?.availability ?? null
  return {
    month,
    printed: figures.printed,
    down: figures.printed === null ? null : figures.down,
    target: target === null ? null : millionths(target),
    verdict: target === null ? null : judgeAvailability(figures, target, period, now).budget.verdict,
    p95: component.months[month]?.p95 ?? null,
    days: null,
    note: current ? view.words.sla.running : view.words.sla.notFrozen,
  }
}

function row(view: View, component: ComponentView, one: MonthFigures): string {
  const { words, format } = view
  const { sla } = words
  const none = sla.none
  const name = format.month(one.month)
  const place = explainedPlace(component.id, one.month)
  const explained = { href: view.link(place), name: `${view.text(component.name)}, ${name}` }
  const note = one.note === null ? '' : `<span class="what quiet">${escape(one.note)}</span>`
  const kept =
    one.days === null
      ? ''
      : `<span class="what quiet">${escape(
          fill(sla.daysKept, {
            kept: format.count(one.days.kept + one.days.at_risk),
            all: format.count(one.days.kept + one.days.at_risk + one.days.broken),
          }),
        )}</span>`
  const promised =
    one.verdict === null
      ? none
      : `${promiseVerdict(view, one.verdict)}<span class="what quiet">${escape(fill(sla.promised, { share: format.percent(one.target ?? '') }))}</span>`
  return (
    `<tr><th scope="row">${escape(name)}${note}</th>` +
    `<td class="n" data-l="${escape(sla.availability)}">${one.printed === null ? none : figureHtml(view, one.printed, explained)}</td>` +
    `<td data-l="${escape(sla.promise)}">${promised}</td>` +
    `<td class="n" data-l="${escape(sla.down)}">${one.down === null ? none : one.down === 0 ? '0' : escape(exactSpan(view, one.down, 'up'))}</td>` +
    `<td class="n" data-l="P95">${one.p95 === null ? none : escape(format.latency(one.p95))}${kept}</td></tr>`
  )
}

/**
 * The table of a component's last twelve months, newest first: closed ones by their reports, the others by what is known.
 * Null while it has no past at all.
 */
export function pastMonths(view: View, component: ComponentView): string | null {
  const { generatedAt, page } = view.snapshot
  const months = lastMonths(generatedAt, page.timezone)
  let known = false
  const first = firstMonth(view.snapshot)
  const rows = months
    .filter((month) => month >= first)
    .map((month, index) => {
      const frozen = frozenMonth(view.snapshot, month)
      if (frozen) {
        known ||= frozen.components.has(component.id)
        return closedRow(view, component, frozen)
      }
      if (index > 0 && component.months[month] === undefined) return emptyRow(view, month)
      const figures = running(view, component, month, index === 0)
      known ||= figures.printed !== null
      return row(view, component, figures)
    })
  return known ? table(view, component, rows.join('')) : null
}

const firsts = new WeakMap<Snapshot, string>()

/** The first month of which anything is known of any component: no table goes further back. */
function firstMonth(snapshot: Snapshot): string {
  let found = firsts.get(snapshot)
  if (found === undefined) {
    const { components, generatedAt, page, reports } = snapshot
    const begins = Math.min(generatedAt, ...components.flatMap(({ firstAt }) => firstAt ?? []))
    const frozen = reports.map(({ period }) => period).toSorted()[0]
    const known = monthOf(begins, page.timezone)
    firsts.set(snapshot, (found = frozen !== undefined && frozen < known ? frozen : known))
  }
  return found
}

// A closed month says the same in every snapshot: what was made of it is kept as long as its report is.
const keptRows = new WeakMap<FrozenMonth, Map<string, string>>()

function closedRow(view: View, component: ComponentView, frozen: FrozenMonth): string {
  let kept = keptRows.get(frozen)
  if (!kept) keptRows.set(frozen, (kept = new Map()))
  // Addresses are relative: they depend on the locale and on the one at the root.
  const key = [view.locale, view.snapshot.page.locale, component.id, view.text(component.name)].join('\0')
  let html = kept.get(key)
  if (html === undefined) kept.set(key, (html = row(view, component, closed(view, frozen, component.id))))
  return html
}

const emptyRow = (view: View, month: string): string => {
  const { none } = view.words.sla
  return `<tr class="off-record"><th scope="row">${escape(view.format.month(month))}</th>${`<td class="n">${none}</td>`.repeat(4)}</tr>`
}

function table(view: View, component: ComponentView, rowsHtml: string): string {
  const { sla } = view.words
  const caption = escape(fill(sla.pastOf, { name: view.text(component.name) }))
  const head = (label: string, number: boolean) =>
    `<th scope="col"${number ? ' class="n"' : ''}>${escape(label)}</th>`
  return (
    `<table class="cells"><caption class="sr">${caption}</caption><thead><tr>${head(sla.monthLabel, false)}` +
    `${head(sla.availability, true)}${head(sla.promise, false)}${head(sla.down, true)}${head('P95', true)}` +
    `</tr></thead><tbody>${rowsHtml}</tbody></table>`
  )
}
