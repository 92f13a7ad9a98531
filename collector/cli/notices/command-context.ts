import { userInfo } from 'node:os'
import type { Config } from '../../core/config/config.ts'
import type { NoticeService, Actor } from '../../notices/service/notice-service.ts'
import { createNoticeService } from '../../notices/service/create-service.ts'
import { ValidationError } from '../../notices/rules/validation-error.ts'
import type { Store } from '../../store/store.ts'
import { type Flags, type TextInput, dashed } from '../io/text-flags.ts'
import { newId } from '../io/new-id.ts'
import { plainLine, plainText } from '../io/plain-text.ts'
import { isRunning } from '../io/collector-running.ts'
import { CliError, UsageError } from '../../app/errors.ts'
import type { Terminal } from '../../app/terminal.ts'

/** What a command about notices works with. */
export type NoticeCommandContext = {
  /** Nothing raw reaches it: what it is told to say is made plain first. */
  readonly terminal: Terminal
  readonly config: Config
  readonly store: Store
  readonly notices: NoticeService
  readonly now: number
  /** Does a collector run on this folder? */
  readonly running: boolean
  /** Where `-` is read from, and where answers come from. */
  readonly input: TextInput
}

/** At the desk, on whatever is stored; the collector may run or not. */
export function createCommandContext(
  terminal: Terminal,
  config: Config,
  store: Store,
  input: TextInput = process.stdin,
): NoticeCommandContext {
  return {
    terminal: { ...terminal, err: (line) => terminal.err(plainText(line)) },
    config,
    store,
    notices: createNoticeService({ store, config, now: Date.now, id: newId }),
    now: Date.now(),
    running: isRunning(terminal.data),
    input,
  }
}

/** Who writes, and what they had read: `--by`, `--if-version`. */
export function actorOf(flags: Flags): Actor {
  const named = typeof flags['by'] === 'string' ? plainLine(flags['by']) : ''
  const version = flags['ifVersion']
  return { by: named || userName() || 'cli', ...(typeof version === 'number' && { version }) }
}

function userName(): string {
  try {
    return plainLine(userInfo().username)
  } catch {
    // A user id without a name, as containers have.
    return ''
  }
}

/** Names of the API that are flags of another name. */
const flagOf: Readonly<Record<string, string>> = {
  scheduled_for: 'from',
  scheduled_until: 'until',
  components: 'component',
  tasks: 'task',
  actions: 'action',
  updates: 'update',
  started_at: 'started',
  detected_at: 'detected',
  acknowledged_at: 'acknowledged',
  version: 'if-version',
}

/** A field of the API as this command's flag; a language is part of it. */
function asFlag(path: string, own: Readonly<Record<string, string>>): string {
  const steps = path.split('.')
  // Messages to correct are given one at a time: what is wrong is one of its own flags.
  const [first = '', second] = steps[0] === 'updates' && steps.length > 2 ? steps.slice(2) : steps
  // An argument has no dashes: its name is that of the usage line.
  if (/^[A-Z]+$/.test(own[first] ?? '')) return own[first]!
  const flag = own[first] ?? flagOf[first] ?? dashed(first).replaceAll('_', '-')
  const inLanguage = second !== undefined && flag !== 'component' && /^[a-z]{2,3}(-\w+)*$/i.test(second)
  return `--${flag}${inLanguage ? `-${second}` : ''}`
}

/**
 * Do it; what the desk refuses is told in the words of the command line, with the exit code that fits.
 *
 * @param flags fields of the API whose flag has another name in this command
 * @throws UsageError for what cannot be read; Failed for what cannot be done now
 */
export async function withUsageErrors<T>(
  { store }: Pick<NoticeCommandContext, 'store'>,
  kind: 'incident' | 'maintenance',
  id: string | null,
  task: () => Promise<T>,
  flags: Readonly<Record<string, string>> = {},
): Promise<T> {
  try {
    return await task()
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    const message = error.issues
      .map(({ path, message: wrong }) => plainText(path ? `${asFlag(path, flags)}: ${wrong}` : wrong))
      .join('\n')
    if (error.reason === 'invalid') throw new UsageError(message)
    if (error.reason === 'not_found' && id !== null) throw new CliError(await notThere(store, kind, id))
    if (error.reason === 'conflict' && error.current)
      throw new CliError(`${message}\nLook with: vigie ${kind} show ${plainLine(error.current.id)}`)
    throw new CliError(message)
  }
}

/** There is no such notice: which one may be meant, or where to look. */
async function notThere(store: Store, kind: 'incident' | 'maintenance', id: string): Promise<string> {
  const word = plainLine(id).slice(0, 64)
  const other = kind === 'incident' ? 'maintenance' : 'incident'
  if (await (kind === 'incident' ? store.maintenance(id) : store.incident(id)))
    return `${word} is ${other === 'incident' ? 'an' : 'a'} ${other}. Write: vigie ${other} …`
  const own = await (kind === 'incident' ? store.incident(id) : store.maintenance(id))
  if (own?.withdrawn)
    return `${kind} ${word} was taken off the page by ${plainLine(own.withdrawn.by)}; it cannot be changed.`
  const there = kind === 'incident' ? await store.incidents() : await store.maintenances()
  const like = there.filter((one) => word.length >= 4 && one.id.startsWith(word))
  const near = like.length === 1 ? ` Did you mean ${like[0]!.id}?` : ''
  return `there is no ${kind} ${JSON.stringify(word)}.${near} See what there is with: vigie ${kind} list --all`
}
