import type { Interval } from '../core/time/interval.ts'
import type { IncidentPart, MonthFacts, NoticePart, NoticeNoun, SeriesPart } from './report-facts.ts'

/** As many changes as a revision names one by one. */
const maxNamed = 5
/** Ids may come from elsewhere: what is printed of one, at most. */
const longest = 64

/** Is it the same past? What another cadence makes of the same checks is no other past. */
export const isSamePast = (was: SeriesPart, is: SeriesPart, { from }: Interval): boolean =>
  was.hours === is.hours &&
  Math.max(was.firstAt, from) === Math.max(is.firstAt, from) &&
  (JSON.stringify(was.cadence) !== JSON.stringify(is.cadence) ||
    JSON.stringify(was.line) === JSON.stringify(is.line))

/** What has changed of a month's facts, each as a sentence; empty when nothing has. */
export function describeChanges(was: MonthFacts, is: MonthFacts, span: Interval): string[] {
  return [
    ...seriesChanges(was, is, span),
    ...noticeChanges('Incident', was.incidents, is.incidents, incidentDetails),
    ...noticeChanges('Maintenance', was.maintenances, is.maintenances, partDetails),
    ...is.metrics
      .filter(
        ({ metric, digest }) => was.metrics.find((one) => one.metric.id === metric.id)?.digest !== digest,
      )
      .map(({ metric }) => `Figures of the metric ${plain(metric.id)} were added.`),
    ...both(was.deployments, is.deployments)
      .filter((id) => was.deployments[id] !== is.deployments[id])
      .map((id) => `Deployment ${plain(id)} was recorded otherwise.`),
    ...beforeChanges(was, is),
    ...proseChanges(was, is),
  ]
}

/** The reason for a revision, on one line. */
export function joinSentences(changes: readonly string[]): string {
  const more = changes.length - maxNamed
  return [...changes.slice(0, maxNamed), ...(more > 0 ? [`And ${more} more changes.`] : [])].join(' ')
}

const both = (a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): string[] => [
  ...new Set([...Object.keys(a), ...Object.keys(b)]),
]

function seriesChanges(was: MonthFacts, is: MonthFacts, span: Interval): string[] {
  const monitors = both(was.series, is.series)
    .filter((key) => {
      const before = was.series[key]
      const now = is.series[key]
      return !before || !now || !isSamePast(before, now, span)
    })
    .map((key) => key.split('\n')[0]!)
  return [...new Set(monitors)].map((monitor) => `Checks of ${plain(monitor)} were imported.`)
}

function noticeChanges<Part extends NoticePart>(
  kind: string,
  was: Readonly<Record<string, Part>>,
  is: Readonly<Record<string, Part>>,
  details: (was: Part, is: Part) => readonly string[],
): string[] {
  return both(was, is).flatMap((id) => {
    const before = was[id]
    const now = is[id]
    const name = `${kind} ${plain(id)}`
    if (!before) return [`${name} was added.`]
    if (!now) return [`${name} was taken out of this month.`]
    if (before.digest === now.digest) return []
    const what = details(before, now)
    return [
      `${name} was changed (version ${before.version} → ${now.version})${what.length > 0 ? `: ${what.join(', ')}` : ''}.`,
    ]
  })
}

function incidentDetails(was: IncidentPart, is: IncidentPart): string[] {
  return [
    ...(was.falseAlarm === is.falseAlarm
      ? []
      : [is.falseAlarm ? 'marked a false alarm' : 'no longer a false alarm']),
    ...(was.dataLoss === is.dataLoss ? [] : ['its postmortem declares the loss of data']),
    ...(was.from === is.from ? [] : ['it began at another time']),
    ...(was.to === is.to ? [] : ['it was resolved at another time']),
    ...(was.priority === is.priority ? [] : ['another priority']),
    ...(was.impact === is.impact ? [] : ['another impact']),
    ...(was.from === is.from && was.to === is.to
      ? partDetails(was, is)
      : partDetails(was, is).filter((one) => one !== words.course)),
  ]
}

const words: Readonly<Record<NoticeNoun, string>> = {
  title: 'another title',
  class: 'another class',
  components: 'other components, or otherwise affected',
  times: 'another time',
  announced: 'announced otherwise',
  work: 'the work began or ended at another time',
  cancelled: 'called off, or no longer so',
  answered: 'noticed or answered at another time',
  course: 'its updates came at other times, or with another status',
}

/** What a notice consists of that is another now; nothing where it was not kept. */
const partDetails = ({ parts: was }: NoticePart, { parts: is }: NoticePart): string[] =>
  was && is
    ? Object.keys(words)
        .filter((name): name is NoticeNoun => was[name as NoticeNoun] !== is[name as NoticeNoun])
        .map((name) => words[name])
    : []

function beforeChanges(was: MonthFacts, is: MonthFacts): string[] {
  if (!is.before || was.before?.digest === is.before.digest) return []
  const { period, revision } = is.before
  return [
    was.before
      ? `The report of ${period}, the month before, was corrected (revision ${revision}).`
      : `There is a report of ${period}, the month before, now.`,
  ]
}

function proseChanges({ prose: was }: MonthFacts, { prose: is }: MonthFacts): string[] {
  if (was === is) return []
  const what = was === undefined ? 'added' : is === undefined ? 'taken back' : 'changed'
  return [`The text of the month was ${what}.`]
}

/** An id as a line can hold it. */
const plain = (id: string): string =>
  id
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .slice(0, longest)
