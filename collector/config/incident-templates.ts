import type { IncidentTemplates } from '../core/config/config.ts'
import { dictionaryOf, wordsOf } from '../core/i18n/dictionaries.ts'
import type { OperatorDictionary, OperatorWords } from '../core/i18n/words.ts'
import type { Locale, Text } from '../core/text/localized-text.ts'
import type { ConfigurationEntry } from './schema/configuration.ts'

/** A text of the operator's over ours; a locale they leave out keeps our words, so that no reader gets the wrong language. */
function overrideText(own: Text | undefined, ours: Text): Text {
  if (own === undefined) return ours
  if (typeof own === 'string' || typeof ours === 'string') return own
  return { ...ours, ...own }
}

type IncidentTemplatesEntry = NonNullable<NonNullable<ConfigurationEntry['incidents']>['templates']>

type IncidentWords = NonNullable<OperatorDictionary['automaticIncidents']>

/** The words of automatic incidents in the page's locales: the operator's where they wrote some, else the dictionaries'. */
export function resolveIncidentTemplates(
  written: IncidentTemplatesEntry | undefined,
  locales: readonly Locale[],
  operatorWords: OperatorWords = {},
): IncidentTemplates {
  const ours = (sentence: (words: IncidentWords) => string | undefined): Text => {
    const texts = locales.flatMap((locale): [Locale, string][] => {
      const words = dictionaryOf(locale) ?? operatorWords[locale]
      const text = sentence(words?.automaticIncidents ?? {})
      return text === undefined ? [] : [[locale, text]]
    })
    const english = sentence(wordsOf('en').automaticIncidents)!
    return Object.fromEntries(texts.length < locales.length ? [...texts, ['en', english]] : texts)
  }
  const title = (status: keyof IncidentTemplates['title']): Text =>
    overrideText(
      written?.title?.[status],
      ours((words) => words.title?.[status]),
    )
  // The operator's own sentence says it of every status.
  const changed = (status: keyof IncidentTemplates['title']): Text =>
    overrideText(
      written?.changed,
      ours((words) => words.changed?.[status]),
    )
  const message = (name: 'opened' | 'recovered' | 'again'): Text =>
    overrideText(
      written?.[name],
      ours((words) => words[name]),
    )
  return {
    title: {
      degraded_performance: title('degraded_performance'),
      partial_outage: title('partial_outage'),
      major_outage: title('major_outage'),
    },
    opened: message('opened'),
    changed: {
      degraded_performance: changed('degraded_performance'),
      partial_outage: changed('partial_outage'),
      major_outage: changed('major_outage'),
    },
    recovered: message('recovered'),
    again: message('again'),
    orphaned: ours((words) => words.orphaned),
  }
}
