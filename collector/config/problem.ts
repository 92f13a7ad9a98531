/** Keys and list positions from the top of the file down to a value. */
export type ConfigPath = readonly (string | number)[]

/** One thing wrong with the configuration, and what to write instead. */
export type ConfigProblem = {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units as editors count. */
  readonly column: number
  /** Such as `components[1].monitors[0].every`; `(file)` for the file as a whole. */
  readonly path: string
  /** Two sentences: what is wrong, what to write. Never a secret, never a value of the environment. */
  readonly message: string
}

/** `FILE:LINE:COLUMN PATH: what is wrong. What to write.` */
export const formatProblem = (problem: ConfigProblem): string =>
  `${problem.file}:${problem.line}:${problem.column} ${problem.path}: ${problem.message}`

const simpleKey = /^[\p{L}_][\p{L}\p{N}_-]*$/u

/** A path as people write it: `components[0].monitors[1].expect.json["$.status"]`. */
export function formatPath(path: ConfigPath): string {
  let text = ''
  // Only brackets run away to such depths; a path of a thousand steps tells nobody anything.
  for (const step of path.slice(0, 16))
    if (typeof step === 'number') text += `[${step}]`
    else if (simpleKey.test(step)) text += text === '' ? step : `.${step}`
    else text += `[${JSON.stringify(step)}]`
  return text === '' ? '(file)' : text
}

/** In reading order, file by file as they come; of several alike, one. */
export function sortProblems(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const files = [...new Set(problems.map(({ file }) => file))]
  const seen = new Set<string>()
  return problems
    .filter((problem) => {
      const line = formatProblem(problem)
      return seen.has(line) ? false : seen.add(line)
    })
    .toSorted(
      (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
    )
}
