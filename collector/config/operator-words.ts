import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { builtInLanguages, dictionaryOf } from '../core/i18n/dictionaries.ts'
import type { OperatorDictionary, OperatorWords } from '../core/i18n/words.ts'
import { orList } from '../core/text/suggest.ts'
import type { Locale } from '../core/text/localized-text.ts'
import { checkDictionary } from './dictionary-rules.ts'
import type { Locator } from './locator.ts'
import { type ConfigPath, type ConfigProblem, sortProblems } from './problem.ts'
import { get, items } from './raw-values.ts'
import { readText } from './read-file.ts'
import { readYaml } from './yaml/yaml-source.ts'

/** What the page's locales need of the operator's words, and what is wrong with it. */
export type OperatorWordsResult = {
  readonly words: OperatorWords
  readonly problems: readonly ConfigProblem[]
  /** Files that are not read. */
  readonly warnings: readonly ConfigProblem[]
}

/**
 * Reads the words of every locale of the page that Vigie has none for: `LOCALE.yaml` in the folder, else that of its
 * language. A locale without any is a problem of the configuration.
 *
 * @param root the configuration as plain values, of which `locator` knows the places
 * @param folder where the operator's words are; null where there is no folder
 */
export function readOperatorWords(
  root: unknown,
  locator: Locator,
  folder: string | null,
): OperatorWordsResult {
  const words: Record<Locale, OperatorDictionary> = {}
  const problems: ConfigProblem[] = []
  const problemsOfFiles: ConfigProblem[] = []
  const warnings: ConfigProblem[] = []
  const named = new Set<string>()
  for (const [locale, path] of writtenLocales(root)) {
    if (!isTag(locale)) continue
    named.add(`${locale}.yaml`)
    if (dictionaryOf(locale)) {
      const unread = folder === null ? null : join(folder, `${locale}.yaml`)
      if (unread !== null && locator.isQuotable(path) && existsSync(unread))
        warnings.push(
          locator.problem(path, `comes with words of its own, and ${unread} is not read. Remove that file.`),
        )
      continue
    }
    const language = locale.split('-')[0]!
    const file = [locale, language]
      .map((name) => (folder === null ? null : join(folder, `${name}.yaml`)))
      .find((name) => name !== null && existsSync(name))
    if (file === undefined || file === null) {
      // The name of the file would repeat what the environment gave.
      const name = locator.isQuotable(path) ? `${language}.yaml` : 'LANG.yaml'
      const shownPath = folder === null ? `words/${name}` : join(folder, name)
      problems.push(
        locator.problem(
          path,
          `there are no words for ${locator.display(path)}. Write one of ${orList(builtInLanguages)}, or bring the words in ${shownPath}.`,
        ),
      )
      continue
    }
    named.add(basename(file))
    const read = readDictionary(file, language)
    if ('problems' in read) problemsOfFiles.push(...read.problems)
    words[locale] = 'words' in read ? read.words : {}
  }
  if (folder !== null) warnings.push(...unreadFiles(folder, named))
  return { words, problems: [...problems, ...problemsOfFiles], warnings }
}

/** Words that no locale of the page asks for: a misspelt name, or a language that was never added to the page. */
function unreadFiles(folder: string, named: ReadonlySet<string>): ConfigProblem[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && /\.ya?ml$/i.test(entry.name) && !named.has(entry.name))
    .map((entry) => entry.name)
    .toSorted()
    .map((name) => {
      const language = name.replace(/\.ya?ml$/i, '')
      const advice =
        isTag(language) && !dictionaryOf(language)
          ? name === `${language}.yaml`
            ? `Add ${language} to page.locales, or remove the file`
            : `Call it ${language}.yaml, and add ${language} to page.locales`
          : 'Call it as a locale of the page, such as pl.yaml, or remove it'
      return {
        file: join(folder, name),
        line: 1,
        column: 1,
        path: '(file)',
        message: `is not read. ${advice}.`,
      }
    })
}

/** The page's locales as written, with their places; one that is written twice is judged where it comes first. */
function writtenLocales(root: unknown): readonly (readonly [Locale, ConfigPath])[] {
  const page = get(root, 'page')
  const list: (readonly [unknown, ConfigPath])[] = [
    [get(page, 'locale'), ['page', 'locale']],
    ...items(get(page, 'locales')).map(
      ([index, tag]) => [tag, ['page', 'locales', index]] as readonly [unknown, ConfigPath],
    ),
  ]
  const seen = new Set<unknown>()
  return list.filter((entry): entry is readonly [Locale, ConfigPath] => {
    if (typeof entry[0] !== 'string' || seen.has(entry[0])) return false
    seen.add(entry[0])
    return true
  })
}

/** Other texts are refused as no tags by the schema. */
function isTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text)[0] === text
  } catch {
    return false
  }
}

function readDictionary(
  file: string,
  language: string,
): { readonly words: OperatorDictionary } | { readonly problems: readonly ConfigProblem[] } {
  const content = readText(file)
  if (!('text' in content)) return { problems: [{ file, path: '(file)', ...content }] }
  const source = readYaml(content.text, file, {})
  // A file without a word is a language that is English throughout.
  if (source === 'empty') return { words: {} }
  if (source === 'too_deep')
    return {
      problems: [
        {
          file,
          line: 1,
          column: 1,
          path: '(file)',
          message: 'is nested too deeply. Write sections of sentences.',
        },
      ],
    }
  const { tree, locator, syntaxProblems, structureProblems } = source
  if (syntaxProblems.length > 0) return { problems: sortProblems(syntaxProblems) }
  const problems = [...structureProblems, ...checkDictionary(tree.value, language, locator)]
  return problems.length > 0
    ? { problems: sortProblems(problems) }
    : { words: toPlainData(tree.value) as OperatorDictionary }
}

/** Values of the YAML reader without their missing prototypes. */
const toPlainData = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
