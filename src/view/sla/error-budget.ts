import type { ErrorBudget } from '../../../collector/core/slo/error-budget.ts'
import type { ObjectiveWindow } from '../../../collector/core/time/period.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { decimal } from './exact-values.ts'
import { escape } from '../shared/html.ts'
import { wholePercent } from '../shared/percentages.ts'
import { verdictTone } from '../shared/verdict.ts'
import type { View } from '../shared/view.ts'
import { windowEnd } from '../maintenance/window-words.ts'

const width = 100
const height = 6

/** A budget as a drawing: what is left of all of it; once overspent, all that was spent, with a mark where it ended. */
export function meterSvg({ allowed, remaining, spent, verdict }: ErrorBudget): string {
  const over = remaining < 0
  const part = allowed <= 0 ? 0 : over ? allowed / spent : remaining / allowed
  const x = Math.floor(part * width * 10) / 10
  const shape = over
    ? `<path class="spent" d="M0 0h${width}v${height}H0z"/><path class="end" vector-effect="non-scaling-stroke" d="M${x} 0v${height}"/>`
    : `<path class="track" d="M0 0h${width}v${height}H0z"/><path class="left" d="M0 0h${x}v${height}H0z"/>`
  return `<svg class="meter s-${verdictTone[verdict]}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">${shape}</svg>`
}

/** What is left of a budget, as time and as a share of all of it. Both are rounded against us. */
export function budgetLeft(
  view: View,
  budget: ErrorBudget,
): { readonly value: string; readonly note: string } {
  const { sla } = view.words
  const { allowed, remaining } = budget
  const all = view.format.duration(allowed, 'down')
  const left = view.format.duration(Math.max(0, remaining), 'down')
  if (remaining < 0)
    return {
      value: left,
      note: fillPlaceholders(sla.overspent, { span: view.format.duration(-remaining), allowed: all }),
    }
  if (allowed === 0) return { value: left, note: sla.nothingAllowed }
  return {
    value: left,
    note: fillPlaceholders(sla.left, {
      allowed: all,
      share: view.format.percent(wholePercent(remaining / allowed)),
    }),
  }
}

/** How fast a budget goes, in plain words as HTML: until when it lasts, and the burn rate where there is one. */
export function burnWords(
  view: View,
  budget: ErrorBudget,
  window: ObjectiveWindow,
): { readonly html: string; readonly note: string | null } {
  const { sla } = view.words
  const { spent, remaining, burnRate, runsOutAt } = budget
  // A rate is rounded up: nobody is told that it is slower than it is.
  const rate = burnRate === null ? null : decimal(view, Math.ceil(burnRate * 100) / 100)
  const note = rate === null ? null : escape(fillPlaceholders(sla.rate, { rate }))
  if (remaining < 0) return { html: escape(sla.burnGone), note }
  if (spent === 0) return { html: escape(sla.burnNone), note: null }
  if (runsOutAt !== null) return { html: `${escape(sla.burnOut)} ${view.time(runsOutAt, 'd')}`, note }
  const end = windowEnd(view, window)
  if (end !== null) return { html: escape(fillPlaceholders(sla.burnLasts, { end })), note }
  return { html: escape(fillPlaceholders(sla.burnRolling, { rate: rate ?? '0' })), note: null }
}
