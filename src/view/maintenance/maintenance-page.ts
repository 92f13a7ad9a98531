import {
  type Maintenance,
  maintenanceStatus,
  announcedUpdates,
  workSpan,
} from '../../../collector/core/maintenance/maintenance.ts'
import type { Text } from '../../../collector/core/text/localized-text.ts'
import { correctionLines } from '../shared/corrections.ts'
import { componentOf, componentPlace, maintenancePlace } from '../shared/places.ts'
import { countedWords, noticeWords, spanHtml, toneOfWork } from './maintenance.ts'
import { excerpt, toHtml } from '../../../collector/core/text/markdown.ts'
import { entryAnchor, entryTimes, occurrencesOf } from './recurring-maintenance.ts'
import { writtenLaterHtml } from '../shared/written-later.ts'
import type { View } from '../shared/view.ts'

/** Another occurrence of the same entry, ready to link to. */
function neighbour(view: View, maintenance: Maintenance, step: 1 | -1) {
  if (!maintenance.programme) return null
  const all = occurrencesOf(view.snapshot, maintenance.programme.entry)
  const other = all[all.findIndex(({ id }) => id === maintenance.id) + step]
  return other
    ? { href: view.link(maintenancePlace(other.id)), whenHtml: view.time(workSpan(other).from, 'w') }
    : null
}

/** Everything the page of one maintenance says. Of the snapshot's clock it sees only which status it gives the window. */
export function workPage(view: View, maintenance: Maintenance) {
  const { words, format, snapshot } = view
  const status = maintenanceStatus(maintenance, snapshot.generatedAt)
  const { from, to } = workSpan(maintenance)
  const notice = noticeWords(view, maintenance)
  const entry = snapshot.recurringMaintenance.find(({ id }) => id === maintenance.programme?.entry)
  const corrected = correctionLines(view, maintenance.corrections)
  const markdown = (text: Text | null): string | null =>
    text === null || view.text(text).trim() === '' ? null : toHtml(view.text(text), 3)
  const body = markdown(maintenance.body)
  return {
    title: view.text(maintenance.title),
    titleHtml: view.html(maintenance.title),
    status,
    label: words.planned.status[status],
    tone: toneOfWork[status],
    windowHtml: spanHtml(view, from, to, 'l'),
    summary: excerpt(view.text(maintenance.reason ?? maintenance.body), 150).text,
    facts: [
      { label: words.planned.duration, text: format.duration(to - from), late: false },
      { label: words.impactLabel, text: words.impactDegree[maintenance.impact], late: false },
      { label: words.planned.noticeLabel, text: notice.fact, late: notice.late },
      { label: words.planned.countedLabel, text: countedWords(view, maintenance), late: false },
    ],
    parts: [
      { label: words.planned.reason, html: markdown(maintenance.reason) },
      { label: words.planned.alternatives, html: markdown(maintenance.alternatives) },
      { label: words.planned.details, html: body },
    ].flatMap(({ label, html }) => (html === null ? [] : [{ label, html }])),
    tasksHtml: maintenance.tasks.map((task) => view.html(task)),
    components: maintenance.components.map((id) => {
      const component = componentOf(snapshot, id)
      return {
        nameHtml: view.html(component?.name ?? id),
        href: component ? view.link(componentPlace(id)) : null,
      }
    }),
    messages: announcedUpdates(maintenance, snapshot.generatedAt)
      .toReversed()
      .map((update) => ({
        status: update.status,
        tone: toneOfWork[update.status],
        label: words.planned.status[update.status],
        timeHtml: view.time(update.at, 'm'),
        // That it is planned is told by the page itself; why is said above.
        bodyHtml: update.author === 'collector' ? null : toHtml(view.text(update.body)),
        writtenLaterHtml: writtenLaterHtml(view, update),
        corrections: corrected.updates.get(update.id) ?? [],
      })),
    announced:
      maintenance.announced.length < 2
        ? []
        : maintenance.announced.map((span) => ({
            spanHtml: spanHtml(view, span.from, span.to, 'w'),
            atHtml: view.time(span.at, 'm'),
          })),
    part: entry
      ? { href: `${view.link('/maintenance/')}#${entryAnchor(entry.id)}`, times: entryTimes(view, entry) }
      : null,
    previous: neighbour(view, maintenance, -1),
    following: neighbour(view, maintenance, 1),
    corrections: corrected.notice,
  }
}
