import type { ComponentView } from '../../../collector/core/snapshot/snapshot.ts'
import { minorityText } from '../shared/minority.ts'
import type { View } from '../shared/view.ts'

/** What each place sees of a component; null where fewer than two watch it. */
export function componentRegions(view: View, component: ComponentView) {
  const { words, format } = view
  const { regions } = component
  if (!regions) return null
  const latency = (value: number | null): string => (value === null ? '–' : format.latency(value))
  return {
    title: view.counted(words.regions.title, regions.length),
    minority: minorityText(view, component),
    rows: regions.map(({ name, status, statusSince, checkedAt, response }) => ({
      nameHtml: view.html(name),
      status,
      label: words.regions.shown[status],
      sinceHtml: statusSince === null ? null : view.time(statusSince, 'm'),
      checkedHtml: checkedAt === null ? null : view.time(checkedAt, 'm'),
      p50: latency(response.p50),
      p95: latency(response.p95),
    })),
  }
}
