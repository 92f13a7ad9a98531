import { fillPlaceholders } from '../../../../collector/core/i18n/sentences.ts'
import { type Incident, resolvedAt } from '../../../../collector/core/incident/incident.ts'
import { answeredAt } from '../../../../collector/core/slo/incident-clocks.ts'
import { excerpt } from '../../../../collector/core/text/markdown.ts'
import { affectedList } from '../../incident/incident.ts'
import type { View } from '../../shared/view.ts'

const plain = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

/** Characters that Markdown would read as something else than themselves. */
const escapeMarkdown = (text: string): string => text.replaceAll(/[\\`*_[\]<>#|]/g, String.raw`\$&`)

/** What a postmortem can begin with: what the record already knows, as Markdown in the language of the view. */
export function postmortemOutline(view: View, incident: Incident): string {
  const { outline } = view.words.teamNotices
  const { format } = view
  const end = resolvedAt(incident) ?? view.snapshot.generatedAt
  const since = (at: number): string => format.duration(Math.max(0, at - incident.startedAt))
  const answered = answeredAt(incident)
  const noticed = since(incident.detectedAt)
  const services = affectedList(view, incident).map(
    ({ nameHtml, label }) => `- ${escapeMarkdown(plain(nameHtml))}${view.words.colon}${label}`,
  )
  const timeline = incident.updates
    .filter(({ status }) => status !== 'postmortem')
    .map((update) => {
      const text = excerpt(view.text(update.body), 160).text
      return `- ${format.moment(update.at)} · ${view.words.incidentStatus[update.status]}${view.words.colon}${escapeMarkdown(text)}`
    })
  const impact = view.words.impact[incident.impact]
  return [
    `## ${outline.happened}`,
    outline.text,
    fillPlaceholders(outline.span, {
      from: format.moment(incident.startedAt),
      to: format.moment(end),
      duration: since(end),
    }),
    answered === null
      ? fillPlaceholders(outline.unanswered, { noticed })
      : fillPlaceholders(outline.noticed, { noticed, answered: since(answered) }),
    `## ${outline.effect}`,
    [`- ${impact}`, ...services].join('\n'),
    `## ${outline.timeline}`,
    timeline.join('\n'),
  ].join('\n\n')
}
