import { type Command, Option } from 'commander'
import { suggest } from '../../core/text/suggest.ts'
import { plainLine } from './plain-text.ts'
import { UsageError } from '../../app/errors.ts'

/** Further ones of a flag that can be given several times. */
export const collectRepeated = (value: string, previous: readonly string[] = []): readonly string[] => [
  ...previous,
  value,
]

const localePattern = /^[a-z]{2,3}(-[a-z0-9]+)*$/i

/**
 * Let a command take its texts in every language that somebody writes, `--title-en`: which ones the page has is known once
 * its configuration is read, and the notice service refuses the others by name. They come as `title@en`.
 */
export function addLocaleFlags(command: Command, texts: readonly string[], argv: readonly string[]): void {
  for (const word of argv) {
    const flag = word.split('=')[0]!
    const base = texts.findLast((text) => flag.startsWith(`--${text}-`))
    if (base === undefined || command.options.some((option) => option.long === flag)) continue
    const language = flag.slice(base.length + 3)
    if (!localePattern.test(language)) continue
    const option = new Option(`${flag} <text>`).hideHelp()
    const name = base.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
    option.attributeName = () => `${name}@${language}`
    command.addOption(option)
  }
}

/** What the shell has made of a command line is judged before the command is run: a value that is the next flag, words that lost their quotes. */
export function guardMissingValues(group: Command, argv: readonly string[]): void {
  group.hook('preAction', (_, command) => {
    const optionTakingValue = (word: string): Option | undefined =>
      command.options.find((option) => option.required && (option.long === word || option.short === word))
    const flags = new Set(command.options.map((option) => option.long))
    for (const [i, word] of argv.entries()) {
      const next = argv[i + 1]
      if (optionTakingValue(word) && next !== undefined && flags.has(next))
        throw new UsageError(
          `${word} has no value: the next word is the flag ${next}. Write ${word} "…" ${next} …`,
        )
    }
    const excess = command.args.slice(command.registeredArguments.length)
    if (excess.length > 0)
      throw new UsageError(formatExcessArguments(command, excess, argv, optionTakingValue))
  })
}

function formatExcessArguments(
  command: Command,
  excess: readonly string[],
  argv: readonly string[],
  optionTakingValue: (word: string) => Option | undefined,
): string {
  const words = excess.map(plainLine).join(' ')
  const at = argv.findIndex((word, i) => word === excess[0] && i >= 2 && !optionTakingValue(argv[i - 1]!))
  const flag = argv[at - 2]
  const suggestion =
    at >= 2 && optionTakingValue(flag!) ? `${flag} "${plainLine(argv[at - 1]!)} ${words}"` : `"${words}"`
  const full = [command.parent?.name(), command.name()].filter((name) => name && name !== 'vigie').join(' ')
  return `"${words}" is more than \`vigie ${full}\` takes. Did you forget quotes around a text? Perhaps: ${suggestion}`
}

/** Refuse a command the group does not have, with what may be meant. */
export function suggestCommand(group: Command, aliases: Readonly<Record<string, string>>): void {
  group.on('command:*', ([word = '']: string[]) => {
    const names = group.commands.map((command) => command.name())
    const suggestion = aliases[word.toLowerCase()] ?? suggest(word, names)
    throw new UsageError(
      `there is no \`vigie ${group.name()} ${plainLine(word).slice(0, 40)}\`.${suggestion === undefined ? '' : ` Did you mean \`vigie ${group.name()} ${suggestion}\`?`} There are: ${names.join(', ')}.`,
    )
  })
}

/**
 * Is `--version` that of a deployment? Behind `deploy` it is; the program's own, which is taken wherever it stands, must
 * then not be there.
 */
export const hasDeployVersionFlag = (argv: readonly string[]): boolean => {
  const deploy = argv.indexOf('deploy')
  return deploy >= 0 && argv.slice(deploy).some((word) => /^--version(=|$)/.test(word))
}
