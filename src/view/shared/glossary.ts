import type { Priority } from '../../../collector/core/incident/incident.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import type { View } from './view.ts'

const order: readonly Priority[] = ['P1', 'P2', 'P3', 'P4']

/** The words of the page of promises, for somebody who does not know them, and what each priority promises. */
export function glossary(view: View) {
  const { words, snapshot } = view
  const { glossary: texts, none } = words.sla
  const { recovery } = snapshot.objectives
  const span = (ms: number | null) => (ms === null ? none : view.format.span(ms))
  const { response, resolution } = snapshot.objectives
  return {
    terms: [
      { term: texts.availability, text: texts.availabilityText },
      { term: texts.budget, text: texts.budgetText },
      { term: texts.burn, text: texts.burnText },
      { term: texts.p95, text: texts.p95Text },
      { term: texts.verdicts, text: texts.verdictsText },
      { term: texts.mtta, text: texts.mttaText },
      { term: texts.mttr, text: texts.mttrText },
      ...(recovery === null
        ? []
        : [
            {
              term: texts.recovery,
              text: fillPlaceholders(texts.recoveryText, { span: span(recovery) }),
            },
          ]),
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
