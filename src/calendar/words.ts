import { collapseSpaces } from '../../collector/core/text/collapse-spaces.ts'
import type { Impact } from '../../collector/core/incident/incident.ts'
import type { Text } from '../../collector/core/text/localized-text.ts'
import { componentOf } from '../view/shared/places.ts'
import { excerpt, plainText } from '../view/shared/markdown.ts'
import type { View } from '../view/shared/view.ts'

// oxlint-disable no-control-regex
const unspeakable =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g

/** A text for a calendar: no control characters, none that turn the direction, no halves of surrogate pairs. */
const plain = (text: string): string =>
  text
    .toWellFormed()
    .replace(unspeakable, '')
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')

/** The same in one line. */
export const plainLine = (text: string): string => collapseSpaces(plain(text))

/** Characters of one part of a description: programs cut long ones, some by refusing the whole calendar. */
const longest = 1_500
const mostTasks = 50

/** What a description is made of: an entry of the programme, or a window. */
export type Described = {
  readonly body: Text
  readonly components: readonly string[]
  readonly impact: Impact
  readonly reason: Text | null
  readonly alternatives: Text | null
  readonly tasks: readonly Text[]
}

/** What readers need to know of planned work, as plain text: why, what they feel, what they can do, what is done. */
export function description(view: View, about: Described, url: string | null): string {
  const { planned, impactLabel, colon, impactDegree } = view.words
  const part = (label: string, text: Text | null): string[] => {
    const content = text === null ? '' : plainText(plain(view.text(text)), longest)
    if (content === '') return []
    return [
      content.includes('\n') ? `${`${label}${colon}`.trimEnd()}\n${content}` : `${label}${colon}${content}`,
    ]
  }
  const tasks = about.tasks
    .slice(0, mostTasks)
    .map((task) => `- ${excerpt(plain(view.text(task)), 200).text}`)
  return [
    ...part(planned.reason, about.reason),
    `${impactLabel}${colon}${impactDegree[about.impact]}`,
    ...part(planned.alternatives, about.alternatives),
    ...part(planned.details, about.body),
    ...(tasks.length > 0 ? [[`${planned.tasks}${colon}`.trimEnd(), ...tasks].join('\n')] : []),
    ...(about.components.length > 0
      ? [`${planned.components}${colon}${componentNames(view, about).join(', ')}`]
      : []),
    ...(url === null ? [] : [url]),
  ].join('\n\n')
}

/** Names of the components it touches; of one no longer configured its id. */
export const componentNames = (view: View, { components }: Described): readonly string[] =>
  components.map((id) => {
    const component = componentOf(view.snapshot, id)
    return plainLine(component ? view.text(component.name) : id)
  })
