import { LineCounter, isScalar, parseDocument } from 'yaml'
import type { Config } from '../core/config/config.ts'
import type { Environment } from './environment.ts'
import { findings } from './zod-issues.ts'
import { locator } from './locator.ts'
import { inReadingOrder } from './problem.ts'
import type { Problem } from './problem.ts'
import { readText } from './read-file.ts'
import { references } from './references.ts'
import { resolveConfig } from './resolve.ts'
import { file as schema } from './schema/configuration.ts'
import { collectSecrets } from './secrets.ts'
import { syntaxComplaints } from './syntax.ts'
import { readTree } from './yaml-tree.ts'
import { type Foreseen, foreseen, warnings } from './warnings/index.ts'

export { formatProblem } from './problem.ts'
export type { Problem } from './problem.ts'
export type { Foreseen } from './warnings/index.ts'

/** A configuration that may be trusted from here on, or everything that is wrong with it. */
export type Loaded =
  | {
      readonly ok: true
      readonly config: Config
      readonly warnings: readonly Problem[]
      /** What it promises from an instant (ms) on and cannot keep; worked out when asked for. In reading order. */
      readonly foreseen: (now: number) => Foreseen
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

const whole = (file: string, message: string): Loaded => ({
  ok: false,
  problems: [{ file, line: 1, column: 1, path: '(file)', message }],
})

/** Reads a configuration file. Never throws: whatever is wrong, with the disk too, comes back as problems. */
export function loadConfig(file: string, environment: Environment): Loaded {
  const read = readText(file)
  return 'text' in read
    ? parseConfig(read.text, file, environment)
    : {
        ok: false,
        problems: [{ file, line: read.line, column: read.column, path: '(file)', message: read.message }],
      }
}

/** The same of a text already read; `file` is what messages call it. */
export function parseConfig(text: string, file: string, environment: Environment): Loaded {
  try {
    return parse(text, file, environment)
  } catch (error) {
    // The YAML reader recurses: a file of nothing but brackets exhausts the stack before any limit of ours.
    if (error instanceof RangeError)
      return whole(file, 'is nested too deeply. Nothing here is deeper than ten levels.')
    throw error
  }
}

function parse(text: string, file: string, environment: Environment): Loaded {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    uniqueKeys: false,
    strict: true,
    version: '1.2',
    logLevel: 'error',
  })
  const { contents } = document
  if (document.errors.length === 0 && (contents === null || (isScalar(contents) && contents.value === null)))
    return whole(file, 'is empty. Write at least page: and components:, or let "vigie init" write it.')

  const tree = readTree(document, environment)
  const locate = locator(file, lineCounter, tree)
  const broken = syntaxComplaints(document, text).map(({ at, wrong, write, open, whole: all }) => {
    const nearest = tree.nearest(at)
    return locate.problemAt(
      open ? Math.min(nearest.at, at) : at,
      all ? [] : nearest.path,
      `${wrong}. ${write}.`,
    )
  })
  const built = tree.misbuilt.map(({ at, path, wrong, write }) =>
    locate.problemAt(at, path, `${wrong}. ${write}.`),
  )
  const judged = schema.safeParse(tree.value)
  const said = [
    ...built,
    ...references(tree.value, locate),
    ...(judged.error ? findings(judged.error.issues, tree.value, locate) : []),
  ]
  if (broken.length > 0)
    return { ok: false, problems: inReadingOrder([...broken, ...reliable(said, broken)]) }
  if (said.length > 0 || !judged.success) return { ok: false, problems: inReadingOrder(said) }

  const config = resolveConfig(judged.data, collectSecrets(tree))
  return {
    ok: true,
    config,
    warnings: inReadingOrder(warnings(judged.data, config, tree.value, locate)),
    foreseen(now) {
      const { promises, overlaps } = foreseen(judged.data, config, locate, now)
      return { promises: inReadingOrder(promises), overlaps: inReadingOrder(overlaps) }
    },
  }
}

/**
 * Of a text that is not YAML, what the reader made of it is a guess from the first break on: judging that would blame
 * lines that are fine, and miss what stands there. What was said before it holds.
 */
function reliable(said: readonly Problem[], broken: readonly Problem[]): Problem[] {
  const first = Math.min(...broken.map((problem) => problem.line))
  return said.filter((problem) => problem.line < first && !/^is (missing|empty)/.test(problem.message))
}
