import { revisionReasonsEn as reasons } from '../core/i18n/en/revision-reasons.ts'
import { fillPlaceholders } from '../core/i18n/sentences.ts'
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
    ...noticeChanges('incident', was.incidents, is.incidents, incidentDetails),
    ...noticeChanges('maintenance', was.maintenances, is.maintenances, partDetails),
    ...is.metrics
      .filter(
        ({ metric, digest }) => was.metrics.find((one) => one.metric.id === metric.id)?.digest !== digest,
      )
      .map(({ metric }) => fillPlaceholders(reasons.metric, { id: plain(metric.id) })),
    ...both(was.deployments, is.deployments)
      .filter((id) => was.deployments[id] !== is.deployments[id])
      .map((id) => fillPlaceholders(reasons.deployment, { id: plain(id) })),
    ...beforeChanges(was, is),
    ...proseChanges(was, is),
  ]
}

/** The reason for a revision, on one line. */
export function joinSentences(changes: readonly string[]): string {
  const more = changes.length - maxNamed
  return [
    ...changes.slice(0, maxNamed),
    ...(more > 0 ? [fillPlaceholders(reasons.more, { count: String(more) })] : []),
  ].join(' ')
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
  return [...new Set(monitors)].map((monitor) => fillPlaceholders(reasons.checks, { id: plain(monitor) }))
}

function noticeChanges<Part extends NoticePart>(
  kind: 'incident' | 'maintenance',
  was: Readonly<Record<string, Part>>,
  is: Readonly<Record<string, Part>>,
  details: (was: Part, is: Part) => readonly string[],
): string[] {
  return both(was, is).flatMap((id) => {
    const before = was[id]
    const now = is[id]
    const sentences = reasons[kind]
    const name = { id: plain(id) }
    if (!before) return [fillPlaceholders(sentences.added, name)]
    if (!now) return [fillPlaceholders(sentences.removed, name)]
    if (before.digest === now.digest) return []
    const what = details(before, now)
    const versions = { ...name, was: String(before.version), is: String(now.version) }
    return [
      what.length > 0
        ? fillPlaceholders(sentences.changedIn, { ...versions, details: what.join(', ') })
        : fillPlaceholders(sentences.changed, versions),
    ]
  })
}

function incidentDetails(was: IncidentPart, is: IncidentPart): string[] {
  return [
    ...(was.falseAlarm === is.falseAlarm ? [] : [is.falseAlarm ? words.falseAlarm : words.noFalseAlarm]),
    ...(was.dataLoss === is.dataLoss ? [] : [words.dataLoss]),
    ...(was.from === is.from ? [] : [words.began]),
    ...(was.to === is.to ? [] : [words.resolved]),
    ...(was.priority === is.priority ? [] : [words.priority]),
    ...(was.impact === is.impact ? [] : [words.impact]),
    ...(was.from === is.from && was.to === is.to
      ? partDetails(was, is)
      : partDetails(was, is).filter((one) => one !== words.course)),
  ]
}

const words: typeof reasons.details & Readonly<Record<NoticeNoun, string>> = reasons.details

const nouns: readonly NoticeNoun[] = [
  'title',
  'class',
  'components',
  'times',
  'announced',
  'work',
  'cancelled',
  'answered',
  'course',
]

/** What a notice consists of that is another now; nothing where it was not kept. */
const partDetails = ({ parts: was }: NoticePart, { parts: is }: NoticePart): string[] =>
  was && is ? nouns.filter((name) => was[name] !== is[name]).map((name) => words[name]) : []

function beforeChanges(was: MonthFacts, is: MonthFacts): string[] {
  if (!is.before || was.before?.digest === is.before.digest) return []
  const { period, revision } = is.before
  const sentence = reasons.monthBefore[was.before ? 'corrected' : 'added']
  return [fillPlaceholders(sentence, { period, revision: String(revision) })]
}

function proseChanges({ prose: was }: MonthFacts, { prose: is }: MonthFacts): string[] {
  if (was === is) return []
  return [reasons.prose[was === undefined ? 'added' : is === undefined ? 'removed' : 'changed']]
}

/** An id as a line can hold it. */
const plain = (id: string): string =>
  id
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .slice(0, longest)
