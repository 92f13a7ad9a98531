import { revisionReasonsEn } from '../i18n/en/revision-reasons.ts'
import { fillPlaceholders } from '../i18n/sentences.ts'
import type { Words } from '../i18n/words.ts'

type Reasons = Words['revisionReasons']

/** A sentence of the English reasons, as it is recognised, and the same of another language. */
type Sentence = { readonly pattern: RegExp; readonly pick: (reasons: Reasons) => string }

const picks: readonly ((reasons: Reasons) => string)[] = [
  (of) => of.checks,
  ...(['incident', 'maintenance'] as const).flatMap((kind) =>
    (['added', 'removed', 'changed', 'changedIn'] as const).map((name) => (of: Reasons) => of[kind][name]),
  ),
  (of) => of.metric,
  (of) => of.deployment,
  (of) => of.monthBefore.corrected,
  (of) => of.monthBefore.added,
  (of) => of.prose.added,
  (of) => of.prose.changed,
  (of) => of.prose.removed,
  (of) => of.more,
]

/** What stands in the places of a sentence; ids are cut to 64 characters before they come there. */
const placePatterns: Readonly<Record<string, string>> = {
  id: '.{1,64}?',
  period: String.raw`\d{4}-\d\d`,
  details: '.{1,900}?',
}

const patternOf = (sentence: string): RegExp =>
  new RegExp(
    `${sentence
      .split(/\{(\w+)\}/)
      .map((part, i) =>
        i % 2 === 1 ? `(?<${part}>${placePatterns[part] ?? String.raw`\d+`})` : RegExp.escape(part),
      )
      .join('')}(?: |$)`,
    'y',
  )

const sentences: readonly Sentence[] = picks.map((pick) => ({
  pattern: patternOf(pick(revisionReasonsEn)),
  pick,
}))

type DetailName = keyof Reasons['details']
const detailNames = Object.keys(revisionReasonsEn.details) as DetailName[]

/** What changed of a notice: English phrases, some with commas of their own, joined by commas. Null where one is not known. */
function detailsText(english: string, words: Reasons): string | null {
  const translated: string[] = []
  let rest = english
  while (rest !== '') {
    const name = detailNames.find((one) => {
      const phrase = revisionReasonsEn.details[one]
      return rest === phrase || rest.startsWith(`${phrase}, `)
    })
    if (name === undefined) return null
    translated.push(words.details[name])
    rest = rest.slice(revisionReasonsEn.details[name].length + 2)
  }
  return translated.join(', ')
}

/**
 * Why a frozen report was revised, in the words of a reader. The chain holds the reason in English, as it was hashed.
 *
 * @returns null where it is not one of the sentences that are known now
 */
export function revisionReason(
  { revisionReasons }: Pick<Words, 'revisionReasons'>,
  why: string,
): string | null {
  const result: string[] = []
  let at = 0
  while (at < why.length) {
    const found = sentences
      .map(({ pattern, pick }) => {
        pattern.lastIndex = at
        return { match: pattern.exec(why), pick }
      })
      .find(({ match }) => match !== null)
    if (!found?.match) return null
    const values = { ...found.match.groups }
    if (values['details'] !== undefined) {
      const details = detailsText(values['details'], revisionReasons)
      if (details === null) return null
      values['details'] = details
    }
    result.push(fillPlaceholders(found.pick(revisionReasons), values))
    at += found.match[0].length
  }
  return result.join(' ')
}
