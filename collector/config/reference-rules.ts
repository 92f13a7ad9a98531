import { get, items, textOf } from './raw-values.ts'
import type { ConfigProblem, ConfigPath } from './problem.ts'
import type { Locator } from './locator.ts'
import { suggest } from '../core/text/suggest.ts'

/** The rules that references follow, and what was found to break them. */
export type ReferenceRules = ReturnType<typeof createReferenceRules>
export function createReferenceRules(locator: Locator) {
  const problems: ConfigProblem[] = []
  const report = (path: ConfigPath, issue: string, write: string): void =>
    void problems.push(locator.problem(path, `${issue}. ${write}.`))

  /** The given name must be one of `known`; `what` and `where` name them in the message. */
  function requireKnown(
    path: ConfigPath,
    value: unknown,
    knownNames: readonly string[],
    what: string,
    where: string,
  ): void {
    const name = textOf(value)
    if (name === undefined || knownNames.includes(name)) return
    const suggestable = knownNames.filter((other) => locator.isRepeatable(other))
    const suggestion = locator.isQuotable(path) ? suggest(name, suggestable) : undefined
    const advice =
      suggestable.length === 0
        ? `Add it under ${where} or remove it here`
        : `Write one of ${where}: ${suggestable.join(', ')}`
    report(
      path,
      `there is no ${what} ${locator.display(path)}`,
      suggestion === undefined ? advice : `Did you mean "${suggestion}"? ${advice}`,
    )
  }

  /** Ids of a list, each of which may be given once. */
  function requireUnique(list: unknown, under: ConfigPath, what: string, key = 'id'): string[] {
    const first = new Map<string, number>()
    for (const [index, entry] of items(list)) {
      const value = get(entry, key)
      const name = typeof value === 'number' ? String(value) : textOf(value)
      if (name === undefined) continue
      const path = [...under, index, key]
      const earlier = first.get(name)
      if (earlier === undefined) first.set(name, index)
      else
        report(
          path,
          `${locator.display(path)} is already the ${key} of ${what} number ${earlier + 1}`,
          `Write another ${key}`,
        )
    }
    return [...first.keys()]
  }

  const requireEachKnown = (
    list: unknown,
    path: ConfigPath,
    knownNames: readonly string[],
    what: string,
    where: string,
  ): void => {
    for (const [index, name] of items(list)) requireKnown([...path, index], name, knownNames, what, where)
  }

  return { locator, problems, report, requireKnown, requireUnique, requireEachKnown }
}
