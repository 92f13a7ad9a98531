import { createInterface } from 'node:readline/promises'
import { CliError } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'

/** Somebody who can be asked. */
export type Prompter = {
  /** The answer on one line, trimmed. @throws CliError when they have left */
  askLine(text: string): Promise<string>
  /** Lines up to an empty one. @throws CliError when they have left */
  askLines(text: string): Promise<string>
  /** Ask until the answer is one that can be used: `take` gives null and says why otherwise. */
  askUntilValid<T>(text: string, parse: (answer: string) => T | null): Promise<T>
  close(): void
}

/** A person at the terminal. Questions go to standard error: standard output is for programs. */
export function createTerminalPrompter(
  terminal: Pick<Terminal, 'err'>,
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Prompter {
  const reader = createInterface({ input, output })
  const closed = new Promise<never>((_, reject) => {
    reader.once('close', () => reject(new Error('closed')))
  })
  closed.catch(() => {})
  // Lines that are pasted or piped come faster than questions: they wait here.
  const pendingLines: string[] = []
  let resolveLine: ((line: string) => void) | null = null
  reader.on('line', (typed) => {
    if (resolveLine) resolveLine(typed)
    else pendingLines.push(typed)
    resolveLine = null
  })
  async function askLine(text: string): Promise<string> {
    const pendingLine = pendingLines.shift()
    if (pendingLine !== undefined) {
      output.write(`${text}\n`)
      return pendingLine.trim()
    }
    try {
      reader.setPrompt(text)
      reader.prompt()
      const answer = await Promise.race([new Promise<string>((resolve) => (resolveLine = resolve)), closed])
      return answer.trim()
    } catch (cause) {
      terminal.err('')
      throw new CliError('left before the last question: nothing was written', { cause })
    }
  }
  return {
    askLine,
    async askLines(text) {
      terminal.err(`${text}; an empty line ends it:`)
      const answer: string[] = []
      for (;;) {
        const nextLine = await askLine('> ')
        if (nextLine === '') return answer.join('\n')
        answer.push(nextLine)
      }
    },
    async askUntilValid(text, parse) {
      for (;;) {
        const value = parse(await askLine(text))
        if (value !== null) return value
      }
    },
    close: () => reader.close(),
  }
}

/** Yes or no, in the languages that are likely. */
export const confirm = (
  prompter: Prompter,
  terminal: Pick<Terminal, 'err'>,
  text: string,
): Promise<boolean> =>
  prompter.askUntilValid(`${text} (yes or no): `, (answer) => {
    if (/^(y|yes|o|oui|j|ja|s|si|sí)$/i.test(answer)) return true
    if (/^(n|no|non|nein)$/i.test(answer)) return false
    terminal.err('  Write yes or no.')
    return null
  })

/** One of a numbered list; empty takes the fallback, where there is one. */
export function choose<T extends string>(
  prompter: Prompter,
  terminal: Pick<Terminal, 'err'>,
  text: string,
  options: readonly T[],
  fallback: T | null,
): Promise<T> {
  options.forEach((option, i) => terminal.err(`  ${i + 1}  ${option}`))
  const question =
    fallback !== null ? `${text} [${fallback}]: ` : text.endsWith('?') ? `${text} ` : `${text}: `
  return prompter.askUntilValid(question, (answer) => {
    const choice =
      answer === ''
        ? fallback
        : (options[Number(answer) - 1] ?? options.find((candidate) => candidate === answer))
    if (!choice) terminal.err(`  Write a number from 1 to ${options.length}.`)
    return choice ?? null
  })
}

/** Some of a numbered list, by number or by word; `least` of them. */
export function chooseSeveral(
  prompter: Prompter,
  terminal: Pick<Terminal, 'err'>,
  text: string,
  options: readonly { readonly id: string; readonly name: string }[],
  minimum: 0 | 1,
): Promise<readonly string[]> {
  options.forEach(({ id, name }, i) => terminal.err(`  ${String(i + 1).padStart(2)}  ${id}  ${name}`))
  return prompter.askUntilValid(
    `${text}, with spaces between${minimum === 0 ? ', empty for none' : ''}: `,
    (answer) => {
      const parts = answer.split(/[\s,]+/).filter(Boolean)
      const ids = parts.map((part) => options.find(({ id }, i) => id === part || String(i + 1) === part)?.id)
      const unknownPart = parts.find((_, i) => ids[i] === undefined)
      if (unknownPart !== undefined)
        terminal.err(`  "${unknownPart}" is none of them. Write numbers from 1 to ${options.length}.`)
      else if (ids.length < minimum) terminal.err('  Write at least one.')
      else return [...new Set(ids as string[])]
      return null
    },
  )
}
