import { worstVerdict } from '../../../collector/core/slo/evaluate.ts'
import type { CustomObjectiveVerdict } from '../../../collector/core/snapshot/snapshot.ts'
import type { Text } from '../../../collector/core/text/localized-text.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import { glossary } from '../shared/glossary.ts'
import { incidentPromises } from './incident-objectives.ts'
import { componentOf, componentPlace } from '../shared/places.ts'
import { availabilityFacts, factsHtml, responseFact } from './objective-facts.ts'
import { type ObjectiveView, componentObjective } from './component-objectives.ts'
import { promisedWords } from './objective-words.ts'
import { type OverallVerdict, overallHtml, overallVerdict, verdictTone } from '../shared/verdict.ts'
import type { View } from '../shared/view.ts'

/** With more components than this, those that are kept are folded away. */
const foldAbove = 12

/** A promise and those it is about. */
export type ObjectiveGroupView = {
  /** For anchors: unique on the page. */
  readonly id: string
  readonly nameHtml: string
  readonly textHtml: string | null
  readonly promises: readonly string[]
  /** What it costs, who helps; nothing where nobody said. */
  readonly terms: readonly { readonly label: string; readonly html: string }[]
  readonly members: readonly ObjectiveView[]
  /** What is said where nobody is concerned. */
  readonly empty: string
  readonly fold: boolean
}

function tierGroups(view: View): ObjectiveGroupView[] {
  const { snapshot, words } = view
  const { sla } = words
  const { tiers, components, objectives } = snapshot
  const tierIds = new Set(tiers.map(({ id }) => id))
  const fold = components.length > foldAbove
  const groups = tiers.map((tier, index) => ({
    id: `tier-${index}`,
    nameHtml: view.html(tier.name),
    textHtml: tier.description === null ? null : view.html(tier.description),
    promises: promisedWords(view, tier, objectives.windows),
    terms: [
      { label: sla.price, text: tier.price },
      { label: sla.support, text: tier.support },
    ].flatMap(({ label, text }) => (text === null ? [] : [{ label, html: view.html(text) }])),
    members: components.filter((one) => one.tier === tier.id).map((one) => componentObjective(view, one)),
    empty: sla.noServices,
    fold,
  }))
  const free = components.filter((one) => one.tier === null || !tierIds.has(one.tier))
  if (free.length === 0) return groups
  const rest = {
    id: 'untiered',
    nameHtml: tiers.length > 0 ? sla.untiered : words.services,
    textHtml: tiers.length > 0 ? sla.untieredText : null,
    promises: [],
    terms: [],
    members: free.map((one) => componentObjective(view, one)),
    empty: '',
    fold,
  }
  return [...groups, rest]
}

/** Since when figures of a group count: the first of its components began to; ms, null before that. */
function groupFirstAt({ snapshot }: View, group: Text): number | null {
  const named = JSON.stringify(group)
  const firsts = snapshot.components.flatMap((one) =>
    one.firstAt !== null && JSON.stringify(one.group) === named ? [one.firstAt] : [],
  )
  return firsts.length > 0 ? Math.min(...firsts) : null
}

/** One of those that a custom objective is about. */
function customObjective(
  view: View,
  { objective, subjects }: CustomObjectiveVerdict,
  index: number,
): ObjectiveView {
  const { windows } = view.snapshot.objectives
  const { sla } = view.words
  const { component: id, availability, response } = subjects[index]!
  const component = id === null ? undefined : componentOf(view.snapshot, id)
  const name = component?.name ?? ('group' in objective.of ? objective.of.group : (id ?? sla.group))
  const overall = overallVerdict(view, availability, response)
  const firstAt = component ? component.firstAt : groupFirstAt(view, name)
  return {
    nameHtml: view.html(name),
    name: view.text(name),
    href: component ? view.link(componentPlace(component.id)) : null,
    overall,
    verdictHtml: overall && overallHtml(view, overall),
    factsHtml: factsHtml([
      ...(availability
        ? availabilityFacts(view, availability, objective.window ?? windows.availability, null, firstAt)
        : []),
      ...(response ? [responseFact(view, response, objective.window ?? windows.responseP95, firstAt)] : []),
    ]),
    pastHtml: null,
  }
}

const customGroups = (view: View): ObjectiveGroupView[] =>
  view.snapshot.customObjectives.map((verdict, index) => {
    const { objective, subjects } = verdict
    const { windows } = view.snapshot.objectives
    return {
      id: `promise-${index}`,
      nameHtml: view.html(objective.name),
      textHtml: null,
      promises: promisedWords(view, objective, {
        availability: objective.window ?? windows.availability,
        responseP95: objective.window ?? windows.responseP95,
      }),
      terms: [],
      members: subjects.map((_, subject) => customObjective(view, verdict, subject)),
      empty: view.words.sla.noSubjects,
      fold: subjects.length > foldAbove,
    }
  })

/** All verdicts in one sentence, and how many there are of each; null where nothing is promised. */
function summary(view: View, members: readonly ObjectiveView[]) {
  const { sla } = view.words
  const overall = members.flatMap((one) => one.overall ?? [])
  if (overall.length === 0) return null
  const worst = worstVerdict(overall.map(({ verdict }) => verdict))
  const isBelow = ({ verdict, running }: OverallVerdict): boolean =>
    verdict === 'kept' && running === 'notLost'
  const order = ['kept', 'notLost', 'at_risk', 'broken', 'unknown'] as const
  const counts = order.flatMap((which) => {
    const count = overall.filter((one) =>
      which === 'notLost' ? isBelow(one) : one.verdict === which && !isBelow(one),
    ).length
    return count > 0 ? [view.counted(sla.count[which], count)] : []
  })
  const summaryVerdict = worst === 'kept' && overall.some(isBelow) ? 'at_risk' : worst
  return {
    tone: verdictTone[summaryVerdict],
    title: worst !== summaryVerdict ? sla.summaryNotLost : sla.summary[worst],
    text: counts.join(' · '),
  }
}

/** Everything the page of promises says. */
export function slaPage(view: View) {
  const { snapshot, words } = view
  const { sla } = words
  const tiers = tierGroups(view)
  const custom = customGroups(view)
  const { recovery, resolution, response, dataLoss } = snapshot.objectives
  const emptyText =
    snapshot.tiers.length + custom.length + Object.keys(snapshot.priorities).length === 0 &&
    [recovery, resolution, response, dataLoss].every((one) => one === null)
  return {
    description: fillPlaceholders(sla.description, { name: snapshot.page.name }),
    lead: emptyText ? sla.leadNone : sla.lead,
    summary: summary(
      view,
      [...tiers, ...custom].flatMap(({ members }) => members),
    ),
    tiers,
    custom,
    clocks: incidentPromises(view),
    glossary: glossary(view),
  }
}
