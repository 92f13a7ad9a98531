import type { Priority } from '../../../collector/core/incident/incident.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import type { View } from './view.ts'

const order: readonly Priority[] = ['P1', 'P2', 'P3', 'P4']

/** The words of the page of promises, for somebody who does not know them, and what each priority promises. */
export function glossary(view: View) {
  const { words, snapshot } = view
  const { glossary: said, none } = words.sla
  const { recovery } = snapshot.objectives
  const span = (ms: number | null) => (ms === null ? none : view.format.span(ms))
  const { response, resolution } = snapshot.objectives
  return {
    terms: [
      { term: said.availability, text: said.availabilityText },
      { term: said.budget, text: said.budgetText },
      { term: said.burn, text: said.burnText },
      { term: said.p95, text: said.p95Text },
      { term: said.verdicts, text: said.verdictsText },
      { term: said.mtta, text: said.mttaText },
      { term: said.mttr, text: said.mttrText },
      ...(recovery === null
        ? []
        : [{ term: said.recovery, text: fillPlaceholders(said.recoveryText, { span: span(recovery) }) }]),
    ],
    priorities: order.flatMap((priority) => {
      const promise = snapshot.priorities[priority]
      return promise
        ? [
            {
              name: words.priority[priority],
              examplesHtml: promise.examples.map((example) => view.html(example)),
              meaningHtml: promise.description === null ? none : view.html(promise.description),
              response: span(promise.response ?? response),
              resolution: span(promise.resolution ?? resolution),
            },
          ]
        : []
    }),
  }
}
