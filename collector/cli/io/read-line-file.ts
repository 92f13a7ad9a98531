import { createReadStream } from 'node:fs'
import { UsageError, describeSystemError } from '../../app/errors.ts'
import { readLines } from './read-lines.ts'

/** After this many problems the rest is not read: the file is of another kind. */
const maxProblems = 20

/**
 * Reads a file of one JSON object a line; `-` is standard input, and empty lines are skipped.
 *
 * @param parseLine what is wrong with a line, nothing where it can be read; called in the order of the lines
 * @param hint what to write instead of a line that is too long
 * @returns what is wrong with the file, each problem with its place
 * @throws UsageError for a file that cannot be read
 */
export async function readLineFile(
  file: string,
  parseLine: (text: string, number: number) => readonly string[] | Promise<readonly string[]>,
  hint: string,
): Promise<readonly string[]> {
  const name = file === '-' ? '(standard input)' : file
  const problems: string[] = []
  try {
    const input = file === '-' ? process.stdin : createReadStream(file)
    for await (const { number, text, tooLong } of readLines(input)) {
      if (text.trim() === '') continue
      const lineProblems = tooLong
        ? [`is longer than a million characters. ${hint}`]
        : await parseLine(text, number)
      problems.push(...lineProblems.map((problem) => `${name}:${number}: ${problem}`))
      if (problems.length < maxProblems) continue
      problems.push('The lines after it were not read.')
      break
    }
  } catch (error) {
    const reason = describeSystemError(Object.assign(error as Error, { path: name }))
    if (reason === null) throw error
    throw new UsageError(`${reason}. Name a file with one JSON object a line, or - for standard input.`)
  }
  return problems
}

/**
 * The same for a file that is imported as a whole or not at all.
 *
 * @throws UsageError naming every line that cannot be read, too
 */
export async function readWholeLineFile(
  ...[file, parseLine, hint]: Parameters<typeof readLineFile>
): Promise<void> {
  const problems = await readLineFile(file, parseLine, hint)
  if (problems.length > 0) throw new UsageError(`${problems.join('\n')}\nNothing was imported.`)
}
