import type { ObjectiveWindow } from '../../../collector/core/time/period.ts'
import { allowedDowntime } from '../../../collector/core/slo/evaluate.ts'
import type { Objectives } from '../../../collector/core/slo/objective.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { promisedLatency } from '../../../collector/core/report/statements.ts'
import { millionths } from '../shared/percentages.ts'
import type { View } from '../shared/view.ts'
import { usualLength, windowWords } from '../maintenance/window-words.ts'

/** Something that is promised of availability, of response, or of both. */
type Targets = { readonly availability: number | null; readonly responseP95: number | null }

/** What is promised, in plain words: `99,95 % de chaque mois : au plus 21 min 36 s d’indisponibilité sur 30 jours`. */
export function promisedWords(view: View, targets: Targets, windows: Objectives['windows']): string[] {
  return [
    targets.availability === null
      ? null
      : availabilityWords(view, targets.availability, windows.availability),
    targets.responseP95 === null
      ? null
      : fillPlaceholders(view.words.sla.promises.response, {
          span: promisedLatency(view, targets.responseP95),
          each: windowWords(view, windows.responseP95, 'perEach'),
        }),
  ].filter((one) => one !== null)
}

function availabilityWords(view: View, target: number, window: ObjectiveWindow): string {
  const { promises } = view.words.sla
  const allowed = allowedDowntime(target, usualLength(window))
  return fillPlaceholders(allowed === 0 ? promises.nothingAllowed : promises.availability, {
    share: view.format.percent(millionths(target)),
    each: windowWords(view, window, 'each'),
    over: windowWords(view, window, 'over'),
    span: view.format.duration(allowed, 'down'),
  })
}
