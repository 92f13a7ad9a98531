import { dirname, join } from 'node:path'
import type { Config } from '../core/config/config.ts'
import { parseStoreLocation } from '../core/config/store-location.ts'
import type { Environment } from './environment.ts'
import { problemsOfIssues } from './zod-issues.ts'
import { type ConfigPath, type ConfigProblem, sortProblems } from './problem.ts'
import { readOperatorWords } from './operator-words.ts'
import { readText } from './read-file.ts'
import { checkReferences } from './references.ts'
import { resolveConfig } from './resolve-config.ts'
import { configuration as schema } from './schema/configuration.ts'
import { region } from './schema/operation.ts'
import { readSigningKeys, withSigningKeys } from './signing-keys.ts'
import { collectSecrets, userinfoSecrets } from './secrets.ts'
import { readYaml } from './yaml/yaml-source.ts'
import { type Forecast, forecast, findWarnings } from './warnings/index.ts'

export { formatProblem } from './problem.ts'
export type { ConfigProblem } from './problem.ts'

/** A configuration that may be trusted from here on, or everything that is wrong with it. */
export type ConfigLoadResult =
  | {
      readonly ok: true
      readonly config: Config
      readonly warnings: readonly ConfigProblem[]
      /** What it promises from an instant (ms) on and cannot keep; worked out when asked for. In reading order. */
      readonly forecast: (now: number) => Forecast
      /** A problem at a value of the file that was found only when it was used. */
      readonly problem: (path: ConfigPath, message: string) => ConfigProblem
    }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] }

const fileProblem = (file: string, message: string): ConfigLoadResult => ({
  ok: false,
  problems: [{ file, line: 1, column: 1, path: '(file)', message }],
})

/**
 * Reads a configuration file. Never throws: whatever is wrong, with the disk too, comes back as problems.
 *
 * @param wordsFolder where the operator's dictionaries are, `LANG.yaml`
 */
export function loadConfig(
  file: string,
  environment: Environment,
  wordsFolder: string = join(dirname(file), 'words'),
): ConfigLoadResult {
  const content = readText(file)
  return 'text' in content
    ? parseConfig(content.text, file, environment, wordsFolder)
    : {
        ok: false,
        problems: [
          { file, line: content.line, column: content.column, path: '(file)', message: content.message },
        ],
      }
}

/** The same of a text already read; `file` is what messages call it. Null where there are no words of the operator's. */
export function parseConfig(
  text: string,
  file: string,
  environment: Environment,
  wordsFolder: string | null = null,
): ConfigLoadResult {
  const source = readYaml(text, file, environment)
  if (source === 'too_deep')
    return fileProblem(file, 'is nested too deeply. Nothing here is deeper than ten levels.')
  if (source === 'empty')
    return fileProblem(file, 'is empty. Write at least page: and components:, or let "vigie init" write it.')
  const { tree, locator, syntaxProblems, structureProblems } = source
  const ownRegion = regionFrom(environment)
  if (ownRegion === null)
    return fileProblem(
      file,
      'the environment variable VIGIE_REGION is not an id of small letters a-z, digits and hyphens (64 at most). Set it to one such as paris, or unset it.',
    )
  const parsed = schema.safeParse(tree.value)
  const operator = readOperatorWords(tree.value, locator, wordsFolder)
  const signing = readSigningKeys(tree.value, locator, file)
  const valueProblems = [
    ...structureProblems,
    ...checkReferences(tree.value, locator, ownRegion),
    ...(parsed.error ? problemsOfIssues(schema, parsed.error.issues, tree.value, locator) : []),
    ...operator.problems,
    ...signing.problems,
  ]
  if (syntaxProblems.length > 0)
    return {
      ok: false,
      problems: sortProblems([
        ...syntaxProblems,
        ...problemsBeforeSyntaxError(valueProblems, syntaxProblems),
      ]),
    }
  if (valueProblems.length > 0 || !parsed.success) return { ok: false, problems: sortProblems(valueProblems) }

  const ownStore = parsed.data.store || (environment['VIGIE_STORE'] ?? '')
  const location = parseStoreLocation(ownStore)
  if ('problem' in location)
    return fileProblem(file, `the environment variable VIGIE_STORE ${location.problem}.`)
  const entry = { ...parsed.data, region: ownRegion ?? parsed.data.region, store: ownStore }
  const secrets = new Set([...collectSecrets(tree), ...userinfoSecrets(ownStore)])
  const resolved = resolveConfig(
    entry,
    [...secrets].filter((secret) => secret !== ''),
    operator.words,
  )
  const config = { ...resolved, channels: withSigningKeys(resolved.channels, signing.keys) }
  return {
    ok: true,
    config,
    warnings: sortProblems([...findWarnings(parsed.data, config, tree.value, locator), ...operator.warnings]),
    problem: (path, message) => locator.problem(path, message),
    forecast(now) {
      const { objectives, overlaps } = forecast(parsed.data, config, locator, now)
      return { objectives: sortProblems(objectives), overlaps: sortProblems(overlaps) }
    },
  }
}

/**
 * The region of this process, for one file is shared by collectors in several places: undefined where the variable is
 * not set, null where it is no id. An empty variable counts as not set, as in references to variables.
 */
function regionFrom(environment: Environment): string | null | undefined {
  const value = environment['VIGIE_REGION']
  if (value === undefined || value === '') return undefined
  return region.safeParse(value).data ?? null
}

/**
 * Of a text that is not YAML, what the reader made of it is a guess from the first break on: judging that would blame
 * lines that are fine, and miss what stands there. What was said before it holds.
 */
function problemsBeforeSyntaxError(
  problems: readonly ConfigProblem[],
  syntaxProblems: readonly ConfigProblem[],
): ConfigProblem[] {
  const first = Math.min(...syntaxProblems.map((problem) => problem.line))
  return problems.filter((problem) => problem.line < first && !/^is (missing|empty)/.test(problem.message))
}
