import type { Text } from '../text/localized-text.ts'
import type { Impact, Priority } from './terms.ts'

/** Words that a notice of the console can begin with. */
export type NoticeTemplate = {
  readonly id: string
  readonly kind: 'incident' | 'maintenance'
  /** For the team. */
  readonly name: Text
  /** What is asked for, by the word that stands for it in braces in the texts. */
  readonly variables: Readonly<Record<string, Text>>
  readonly title: Text | null
  /** Markdown. */
  readonly body: Text | null
  readonly components: readonly string[]
  /** Null: it follows from the components. */
  readonly impact: Impact | null
  /** Of an incident; null: it follows from the impact. */
  readonly priority: Priority | null
  /** Of maintenance. */
  readonly reason: Text | null
  readonly alternatives: Text | null
  readonly tasks: readonly Text[]
}
