import { CliError, UsageError } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'
import type { Config } from '../../core/config/config.ts'
import { ValidationError } from '../../notices/rules/validation-error.ts'
import type { Store } from '../../store/store.ts'
import type { SubscriberDirectory } from '../../subscriptions/subscriber-directory.ts'
import { subscriberView } from '../../subscriptions/subscriber-schema.ts'
import { formatLocalTime } from '../io/local-time.ts'
import { plainLine } from '../io/plain-text.ts'
import { readLineFile } from '../io/read-line-file.ts'
import { formatTable } from '../io/table.ts'

/** What commands about subscribers work with. */
export type SubscriberCommandContext = {
  readonly terminal: Terminal
  readonly config: Config
  readonly store: Store
  readonly directory: SubscriberDirectory
}

/** Flags of `vigie subscribers add`. */
export type AddFlags = {
  readonly component?: readonly string[]
  readonly kind?: readonly string[]
  readonly locale?: string
  readonly confirmed?: boolean
  readonly json?: boolean
}

/** What to write instead of a line that cannot be read. */
const lineHint = 'Write one object a line, such as {"address":"name@example.com","state":"active"}.'
const pageSize = 500

/** `vigie subscribers list`. */
export async function listSubscribers(
  { terminal, config, directory }: SubscriberCommandContext,
  json = false,
): Promise<number> {
  const rows: string[][] = [['ID', 'TYPE', 'STATE', 'SINCE', 'KINDS', 'COMPONENTS', 'ADDRESS']]
  const views: object[] = []
  for (let after = ''; ;) {
    const page = await directory.list({ limit: pageSize, after })
    for (const one of page) {
      views.push(subscriberView(one))
      const since = formatLocalTime(one.confirmedAt ?? one.createdAt, config.page.timezone)
      const components = one.components === null ? 'all' : one.components.join(',')
      rows.push([one.id, one.kind, one.state, since, one.kinds.join(','), components, plainLine(one.address)])
    }
    if (page.length < pageSize) break
    after = page.at(-1)!.id
  }
  if (json) terminal.out(JSON.stringify(views))
  else if (views.length === 0) terminal.err('There are no subscribers.')
  else for (const line of formatTable(rows)) terminal.out(line)
  return 0
}

/** `vigie subscribers show ADDRESS`: everything that is stored of a person, should they ask for it. @throws CliError */
export async function showSubscriber(
  { terminal, store, directory }: SubscriberCommandContext,
  address: string,
): Promise<number> {
  const subscribers = await requireAny(directory, address)
  const ids = new Set(subscribers.map(({ id }) => id))
  const deliveries: object[] = []
  for (let before: number | undefined; ;) {
    const page = await store.deliveries({ limit: pageSize, ...(before !== undefined && { before }) })
    for (const { recipient, channel, topic, state, createdAt } of page)
      if (ids.has(recipient))
        deliveries.push({ channel, topic, state, created_at: new Date(createdAt).toISOString() })
    if (page.length < pageSize) break
    before = page.at(-1)!.id
  }
  terminal.out(JSON.stringify({ subscriptions: subscribers.map(subscriberView), deliveries }, null, 2))
  return 0
}

/** `vigie subscribers add ADDRESS`: prints the id. @throws ValidationError */
export async function addSubscriber(
  { terminal, directory }: SubscriberCommandContext,
  address: string,
  { component, kind, locale, confirmed, json }: AddFlags,
): Promise<number> {
  const list = (words: readonly string[]) => words.flatMap((word) => word.split(','))
  const subscriber = await refusedInWords(() =>
    directory.add({
      address,
      ...(component && { components: list(component) }),
      ...(kind && { kinds: list(kind) }),
      ...(locale !== undefined && { locale }),
      ...(confirmed && { confirmed }),
    }),
  )
  terminal.out(json ? JSON.stringify(subscriberView(subscriber)) : subscriber.id)
  terminal.err(
    confirmed
      ? `${subscriber.address} is subscribed`
      : `${subscriber.address} is sent a link to confirm; the collector sends it while it runs`,
  )
  return 0
}

/** `vigie subscribers remove ADDRESS`: end the subscription by e-mail. @throws CliError */
export async function removeSubscriber(
  { terminal, directory }: SubscriberCommandContext,
  address: string,
  json = false,
): Promise<number> {
  const subscribers = (await requireAny(directory, address)).filter((one) => one.owner === null)
  return erase(
    terminal,
    directory,
    subscribers.map(({ id }) => id),
    json,
  )
}

/** `vigie subscribers erase ADDRESS`: everything that names a person, webhooks they are responsible for too. @throws CliError */
export async function eraseSubscriber(
  { terminal, directory }: SubscriberCommandContext,
  address: string,
  json = false,
): Promise<number> {
  const subscribers = await requireAny(directory, address)
  return erase(
    terminal,
    directory,
    subscribers.map(({ id }) => id),
    json,
  )
}

/** `vigie export subscribers`: a line for each. */
export async function exportSubscribers({ terminal, directory }: SubscriberCommandContext): Promise<number> {
  for await (const line of directory.exportLines()) terminal.out(JSON.stringify(line))
  return 0
}

/**
 * `vigie import subscribers FILE`: one JSON object a line; `-` is standard input. Subscribers that exist stay as they are.
 *
 * @throws UsageError naming lines that cannot be read; those before them are imported
 */
export async function importSubscribers(
  { terminal, directory }: SubscriberCommandContext,
  file: string,
  json = false,
): Promise<number> {
  const counts = { added: 0, present: 0, unconfirmed: 0 }
  const problems = await readLineFile(
    file,
    async (text) => {
      const result = await importLine(directory, text)
      if (result !== 'added' && result !== 'present' && result !== 'unconfirmed') return [result]
      counts[result]++
      return []
    },
    lineHint,
  )
  if (json) terminal.out(JSON.stringify(counts))
  terminal.err(
    `${counts.added} added, ${counts.present} were there, ${counts.unconfirmed} left out because they never confirmed`,
  )
  if (problems.length > 0)
    throw new UsageError(`${problems.join('\n')}\nThe other lines that were read are imported.`)
  return 0
}

async function importLine(directory: SubscriberDirectory, text: string): Promise<string> {
  let line: unknown
  try {
    line = JSON.parse(text)
  } catch {
    return `is not JSON. ${lineHint}`
  }
  try {
    return await directory.importLine(line)
  } catch (error) {
    if (error instanceof ValidationError) return error.message
    throw error
  }
}

async function erase(
  terminal: Terminal,
  directory: SubscriberDirectory,
  ids: readonly string[],
  json: boolean,
): Promise<number> {
  const erased = await directory.erase(ids)
  if (json) terminal.out(JSON.stringify({ erased }))
  terminal.err(
    `${erased === 1 ? '1 subscription is' : `${erased} subscriptions are`} erased, with what was owed to them`,
  )
  return 0
}

async function requireAny(directory: SubscriberDirectory, address: string) {
  const subscribers = await directory.find(address)
  if (subscribers.length === 0)
    throw new CliError(
      `there is no subscriber "${plainLine(address).slice(0, 100)}". See who there is with: vigie subscribers list`,
    )
  return subscribers
}

async function refusedInWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ValidationError) throw new UsageError(error.message)
    throw error
  }
}
