import { CliError, UsageError } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'
import type { Config } from '../../core/config/config.ts'
import type { DeliveryDirectory } from '../../deliveries/delivery-directory.ts'
import { deliveryStates, deliveryView } from '../../deliveries/delivery-schema.ts'
import { ValidationError } from '../../notices/rules/validation-error.ts'
import type { Delivery, DeliveryState } from '../../store/delivery-store.ts'
import { formatLocalTime } from '../io/local-time.ts'
import { formatColumns, plainLine } from '../io/plain-text.ts'
import { createTerminalPrompter } from '../io/prompts.ts'

/** What commands about deliveries work with. */
export type DeliveryCommandContext = {
  readonly terminal: Terminal
  readonly config: Pick<Config, 'page'>
  readonly directory: DeliveryDirectory
}

/** Flags of `vigie deliveries list`. */
export type ListFlags = {
  readonly state?: readonly string[]
  readonly channel?: string
  readonly limit?: string
  readonly json?: boolean
}

/** Flags of `vigie deliveries retry` and `drop`. */
export type ChangeFlags = {
  readonly dead?: boolean
  readonly channel?: string
  readonly confirm?: string
  readonly json?: boolean
}

const [defaultLimit, maxLimit] = [50, 100_000]
/** So many are read at once. */
const pageSize = 1_000
/** What somebody writes who means it. */
const confirmationWord = 'drop'

/** `vigie deliveries list`. @throws UsageError for a state or a number that is none */
export async function listDeliveries(
  { terminal, config, directory }: DeliveryCommandContext,
  { state, channel, limit, json }: ListFlags,
): Promise<number> {
  const most = limit === undefined ? defaultLimit : parseLimit(limit)
  const states = state && parseStates(state)
  const all: Delivery[] = []
  // One more than are shown tells that there are more.
  while (all.length <= most) {
    const before = all.at(-1)?.id
    const page = await directory.list({
      limit: Math.min(pageSize, most + 1 - all.length),
      ...(states && { states }),
      ...(channel !== undefined && { channel }),
      ...(before !== undefined && { before }),
    })
    all.push(...page)
    if (page.length === 0) break
  }
  const shown = all.slice(0, most)
  if (json) terminal.out(JSON.stringify(shown.map(deliveryView)))
  else if (shown.length === 0) terminal.err('There are no such deliveries.')
  else for (const line of tableOf(shown, config.page.timezone)) terminal.out(line)
  if (all.length > most) terminal.err(`There are more than these ${most}. Add --limit to see them.`)
  return 0
}

function tableOf(deliveries: readonly Delivery[], timezone: string): readonly string[] {
  return formatColumns([
    ['ID', 'STATE', 'CHANNEL', `OWED SINCE (${timezone})`, 'FAILURES', 'ABOUT', 'ERROR'],
    ...deliveries
      .map(deliveryView)
      .map((view) => [
        String(view.id),
        view.state,
        plainLine(view.channel),
        formatLocalTime(Date.parse(view.created_at), timezone),
        String(view.failures),
        plainLine(view.topic),
        plainLine(view.error ?? '').slice(0, 100),
      ]),
  ])
}

function parseLimit(text: string): number {
  const limit = Number(text)
  if (!/^\d{1,6}$/.test(text) || limit < 1 || limit > maxLimit)
    throw new UsageError(`--limit: write a number from 1 to ${maxLimit}.`)
  return limit
}

function parseStates(words: readonly string[]): readonly DeliveryState[] {
  return words
    .flatMap((word) => word.split(','))
    .map((word) => {
      const state = deliveryStates.find((one) => one === word)
      if (state) return state
      throw new UsageError(
        `--state: there is no state "${plainLine(word).slice(0, 40)}". Write one of: ${deliveryStates.join(', ')}.`,
      )
    })
}

/** `vigie deliveries retry`. @throws UsageError, CliError */
export async function retryDeliveries(
  { terminal, directory }: DeliveryCommandContext,
  ids: readonly string[],
  flags: ChangeFlags,
): Promise<number> {
  requireChoice('retry', ids, flags)
  const retried = flags.dead
    ? await directory.retryDead(flags.channel)
    : await changeEach(ids, directory.retry)
  if (flags.json) terminal.out(JSON.stringify({ retried }))
  terminal.err(
    `${countOf(retried)} tried again${retried === 0 ? '' : '; the collector sends while it runs: see vigie deliveries list'}`,
  )
  return 0
}

/** `vigie deliveries drop`. @throws UsageError, CliError */
export async function dropDeliveries(
  { terminal, directory }: DeliveryCommandContext,
  ids: readonly string[],
  flags: ChangeFlags,
  ask: (question: string) => Promise<string> = (question) => askOnce(terminal, question),
): Promise<number> {
  requireChoice('drop', ids, flags)
  if (!flags.dead) for (const id of ids) await knownOnly(() => directory.get(id))
  const what = flags.dead
    ? `everything that was given up${flags.channel === undefined ? '' : ` by ${plainLine(flags.channel)}`}`
    : ids.length === 1
      ? `delivery ${plainLine(ids[0]!)}`
      : `these ${ids.length} deliveries`
  await requireConfirmation(what, terminal, flags, ask)
  const dropped = flags.dead ? await directory.dropDead(flags.channel) : await changeEach(ids, directory.drop)
  if (flags.json) terminal.out(JSON.stringify({ dropped }))
  terminal.err(`${countOf(dropped)} dropped: nobody is sent ${dropped === 1 ? 'it' : 'them'}`)
  return 0
}

/** Dropped is dropped: a person writes the word, and so does a program that drops what it has not named. */
async function requireConfirmation(
  what: string,
  { interactive }: Terminal,
  { confirm, dead }: ChangeFlags,
  ask: (question: string) => Promise<string>,
): Promise<void> {
  if (confirm === undefined && !interactive && !dead) return
  if (confirm === undefined && !interactive)
    throw new UsageError(
      `${what} would never be sent. If that is what you want, add --confirm ${confirmationWord}`,
    )
  const answer = confirm ?? (await ask(`Never send ${what}? Write ${confirmationWord} to confirm: `))
  if (answer.trim() !== confirmationWord)
    throw new CliError(`nothing was dropped: the word that confirms is ${confirmationWord}`)
}

async function askOnce(terminal: Terminal, question: string): Promise<string> {
  const prompter = createTerminalPrompter(terminal)
  try {
    return await prompter.askLine(question)
  } finally {
    prompter.close()
  }
}

function requireChoice(command: string, ids: readonly string[], { dead, channel }: ChangeFlags): void {
  if (dead ? ids.length > 0 : ids.length === 0)
    throw new UsageError(
      `write which: \`vigie deliveries ${command} ID…\`, or \`vigie deliveries ${command} --dead\` for all that were given up`,
    )
  if (!dead && channel !== undefined)
    throw new UsageError(`--channel goes with --dead: \`vigie deliveries ${command} --dead --channel NAME\``)
}

async function changeEach(
  ids: readonly string[],
  change: (id: string) => Promise<Delivery>,
): Promise<number> {
  for (const id of ids) await knownOnly(() => change(id))
  return ids.length
}

/** What the directory refuses, as a message of the command line. */
async function knownOnly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ValidationError)
      throw new CliError(`${error.message} See them with: vigie deliveries list`)
    throw error
  }
}

const countOf = (count: number): string => (count === 1 ? '1 delivery is' : `${count} deliveries are`)
