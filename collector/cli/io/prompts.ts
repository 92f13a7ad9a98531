import { createInterface } from 'node:readline/promises'
import { CliError } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'

/** Somebody who can be asked. */
export type Prompter = {
  /** The answer on one line, trimmed. @throws CliError when they have left */
  line(text: string): Promise<string>
  /** Lines up to an empty one. @throws CliError when they have left */
  lines(text: string): Promise<string>
  /** Ask until the answer is one that can be used: `take` gives null and says why otherwise. */
  until<T>(text: string, take: (said: string) => T | null): Promise<T>
  close(): void
}

/** A person at the terminal. Questions go to standard error: standard output is for programs. */
export function terminalPrompter(
  terminal: Pick<Terminal, 'err'>,
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Prompter {
  const reader = createInterface({ input, output })
  const gone = new Promise<never>((_, reject) => {
    reader.once('close', () => reject(new Error('closed')))
  })
  gone.catch(() => {})
  // Lines that are pasted or piped come faster than questions: they wait here.
  const waiting: string[] = []
  let wanted: ((line: string) => void) | null = null
  reader.on('line', (typed) => {
    if (wanted) wanted(typed)
    else waiting.push(typed)
    wanted = null
  })
  async function line(text: string): Promise<string> {
    const held = waiting.shift()
    if (held !== undefined) {
      output.write(`${text}\n`)
      return held.trim()
    }
    try {
      reader.setPrompt(text)
      reader.prompt()
      const said = await Promise.race([new Promise<string>((resolve) => (wanted = resolve)), gone])
      return said.trim()
    } catch (cause) {
      terminal.err('')
      throw new CliError('left before the last question: nothing was written', { cause })
    }
  }
  return {
    line,
    async lines(text) {
      terminal.err(`${text}; an empty line ends it:`)
      const said: string[] = []
      for (;;) {
        const one = await line('> ')
        if (one === '') return said.join('\n')
        said.push(one)
      }
    },
    async until(text, take) {
      for (;;) {
        const taken = take(await line(text))
        if (taken !== null) return taken
      }
    },
    close: () => reader.close(),
  }
}

/** Yes or no, in the languages that are likely. */
export const confirm = (asker: Prompter, terminal: Pick<Terminal, 'err'>, text: string): Promise<boolean> =>
  asker.until(`${text} (yes or no): `, (said) => {
    if (/^(y|yes|o|oui|j|ja|s|si|sí)$/i.test(said)) return true
    if (/^(n|no|non|nein)$/i.test(said)) return false
    terminal.err('  Write yes or no.')
    return null
  })

/** One of a numbered list; empty takes the fallback, where there is one. */
export function choose<T extends string>(
  asker: Prompter,
  terminal: Pick<Terminal, 'err'>,
  text: string,
  options: readonly T[],
  fallback: T | null,
): Promise<T> {
  options.forEach((option, i) => terminal.err(`  ${i + 1}  ${option}`))
  const asked = fallback !== null ? `${text} [${fallback}]: ` : text.endsWith('?') ? `${text} ` : `${text}: `
  return asker.until(asked, (said) => {
    const found = said === '' ? fallback : (options[Number(said) - 1] ?? options.find((one) => one === said))
    if (!found) terminal.err(`  Write a number from 1 to ${options.length}.`)
    return found ?? null
  })
}

/** Some of a numbered list, by number or by word; `least` of them. */
export function chooseSeveral(
  asker: Prompter,
  terminal: Pick<Terminal, 'err'>,
  text: string,
  options: readonly { readonly id: string; readonly name: string }[],
  least: 0 | 1,
): Promise<readonly string[]> {
  options.forEach(({ id, name }, i) => terminal.err(`  ${String(i + 1).padStart(2)}  ${id}  ${name}`))
  return asker.until(`${text}, with spaces between${least === 0 ? ', empty for none' : ''}: `, (said) => {
    const words = said.split(/[\s,]+/).filter(Boolean)
    const ids = words.map((word) => options.find(({ id }, i) => id === word || String(i + 1) === word)?.id)
    const wrong = words.find((_, i) => ids[i] === undefined)
    if (wrong !== undefined)
      terminal.err(`  "${wrong}" is none of them. Write numbers from 1 to ${options.length}.`)
    else if (ids.length < least) terminal.err('  Write at least one.')
    else return [...new Set(ids as string[])]
    return null
  })
}
