import { worstVerdict } from '../../../collector/core/slo/evaluate.ts'
import type { Verdict } from '../../../collector/core/slo/objective.ts'
import type { ComponentView } from '../../../collector/core/snapshot/snapshot.ts'
import { monthOf } from '../../../collector/core/time/calendar.ts'
import { componentPlace, explainedPlace } from '../shared/places.ts'
import { pastMonths } from './past-months.ts'
import {
  type ExplanationReference,
  type ObjectiveFact,
  availabilityFacts,
  factsHtml,
  measuredFact,
  responseFact,
} from './objective-facts.ts'
import { regressionWords } from './regression.ts'
import { type OverallVerdict, overallHtml, overallVerdict } from '../shared/verdict.ts'
import type { View } from '../shared/view.ts'

/** What is promised of one component, or of a group, and how it stands. Texts ending in `Html` are safe HTML. */
export type ObjectiveView = {
  readonly nameHtml: string
  readonly name: string
  readonly href: string | null
  /** The worst of its verdicts; null where nothing is promised. */
  readonly overall: OverallVerdict | null
  readonly verdictHtml: string | null
  /** The inside of a `<dl>`. */
  readonly factsHtml: string
  /** The table of the last twelve months; null where none is shown. */
  readonly pastHtml: string | null
}

/** The page that explains a component's month that runs; null before it counts. */
function explainedMonth(view: View, component: ComponentView): ExplanationReference | null {
  if (component.firstAt === null) return null
  const { generatedAt, page } = view.snapshot
  const month = monthOf(generatedAt, page.timezone)
  return { href: view.link(explainedPlace(component.id, month)), name: view.text(component.name) }
}

/** The facts of a component's promise: what its tier says against what was measured. */
function objectiveFacts(view: View, component: ComponentView): ObjectiveFact[] {
  const { windows } = view.snapshot.objectives
  const { availability, response } = component.objectives
  const month = explainedMonth(view, component)
  const monthly = windows.availability === 'month'
  return [
    ...(availability
      ? availabilityFacts(view, availability, windows.availability, monthly ? month : null, component.firstAt)
      : []),
    // Where the promise is not about months, the month is told beside it: each of them has its explanation.
    ...(availability && monthly ? [] : [measuredFact(view, component, month)]),
    ...(response ? [responseFact(view, response, windows.responseP95, component.firstAt)] : []),
  ]
}

/** The worst verdict on a component; null where nothing is promised. */
export function verdictOf({ objectives }: Pick<ComponentView, 'objectives'>): Verdict | null {
  const verdicts = [objectives.availability?.budget.verdict, objectives.response?.verdict].filter(
    (one) => one !== undefined,
  )
  return verdicts.length === 0 ? null : worstVerdict(verdicts)
}

/** Everything the page of promises says of one component. */
export function componentObjective(view: View, component: ComponentView): ObjectiveView {
  const { availability, response } = component.objectives
  const overall = overallVerdict(view, availability, response)
  return {
    nameHtml: view.html(component.name),
    name: view.text(component.name),
    href: view.link(componentPlace(component.id)),
    overall,
    verdictHtml: overall && overallHtml(view, overall),
    factsHtml: factsHtml(objectiveFacts(view, component)),
    pastHtml: pastMonths(view, component),
  }
}

/** What the page of one component says of its promise. */
export function componentObjectives(view: View, component: ComponentView) {
  const tier = view.snapshot.tiers.find(({ id }) => id === component.tier)
  return {
    tierHtml: tier ? view.html(tier.name) : null,
    promised: verdictOf(component) !== null,
    factsHtml: factsHtml(objectiveFacts(view, component)),
    regression: regressionWords(view, component.regression),
  }
}
