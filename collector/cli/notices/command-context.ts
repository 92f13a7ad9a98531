import { announcementFields } from '../../core/announcement/fields.ts'
import { incidentFields, incidentUpdateFields, postmortemFields } from '../../core/incident/fields.ts'
import type { NoticeField } from '../../core/notice/notice-field.ts'
import { maintenanceFields } from '../../core/maintenance/fields.ts'
import type { Notice } from '../../core/incident/notice.ts'
import type { Config } from '../../core/config/config.ts'
import type { NoticeService, Actor } from '../../notices/service/notice-service.ts'
import { createNoticeService } from '../../notices/service/create-service.ts'
import { ValidationError } from '../../notices/rules/validation-error.ts'
import type { Store } from '../../store/store.ts'
import { commandActor } from '../io/command-actor.ts'
import { type Flags, type TextInput, toKebabCase } from '../io/text-flags.ts'
import { newId } from '../../app/new-id.ts'
import { plainLine, plainText } from '../io/plain-text.ts'
import { isCollectorRunning } from '../io/collector-running.ts'
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
  readonly collectorRunning: boolean
  /** Where `-` is read from, and where answers come from. */
  readonly input: TextInput
}

/** What a command on notices works with: whatever is stored, whether the collector runs or not. */
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
    collectorRunning: isCollectorRunning(terminal.data),
    input,
  }
}

/** Who writes, and what they had read: `--by`, `--if-version`. */
export function actorOf(flags: Flags): Actor {
  const by = flags['by']
  const version = flags['ifVersion']
  const { kind: way, name } = commandActor({ by: typeof by === 'string' ? by : '' })
  return { by: name, way, ...(typeof version === 'number' && { version }) }
}

/** Names of the API that are flags of another name. */
const flagNames: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [announcementFields, maintenanceFields, postmortemFields, incidentUpdateFields, incidentFields]
      .flatMap((fields) => Object.values<NoticeField>(fields))
      .map(({ name, flag }) => [name, flag.name]),
  ),
  updates: 'update',
  version: 'if-version',
  published_at: 'at',
}

/** A field of the API as this command's flag; a language is part of it. */
function flagForPath(path: string, flagOverrides: Readonly<Record<string, string>>): string {
  const pathParts = path.split('.')
  // Messages to correct are given one at a time: what is wrong is one of its own flags.
  const [field = '', locale] =
    pathParts[0] === 'updates' && pathParts.length > 2 ? pathParts.slice(2) : pathParts
  // An argument has no dashes: its name is that of the usage line.
  if (/^[A-Z]+$/.test(flagOverrides[field] ?? '')) return flagOverrides[field]!
  const flag = flagOverrides[field] ?? flagNames[field] ?? toKebabCase(field).replaceAll('_', '-')
  const isLocalized = locale !== undefined && flag !== 'component' && /^[a-z]{2,3}(-\w+)*$/i.test(locale)
  return `--${flag}${isLocalized ? `-${locale}` : ''}`
}

/**
 * Run a command; what the notice service refuses is said in the words of the command line, with the exit code that fits.
 *
 * @param flags fields of the API whose flag has another name in this command
 * @throws UsageError for what cannot be read; Failed for what cannot be done now
 */
export async function withUsageErrors<T>(
  { store }: Pick<NoticeCommandContext, 'store'>,
  kind: Notice['kind'],
  id: string | null,
  task: () => Promise<T>,
  flagOverrides: Readonly<Record<string, string>> = {},
): Promise<T> {
  try {
    return await task()
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    const message = error.issues
      .map(({ path, message: text }) =>
        plainText(path ? `${flagForPath(path, flagOverrides)}: ${text}` : text),
      )
      .join('\n')
    if (error.reason === 'invalid') throw new UsageError(message)
    if (error.reason === 'not_found' && id !== null)
      throw new CliError(await notFoundMessage(store, kind, id))
    if (error.reason === 'conflict' && error.current)
      throw new CliError(`${message}\nLook with: vigie ${kind} show ${plainLine(error.current.id)}`)
    throw new CliError(message)
  }
}

/** There is no such notice: which one may be meant, or where to look. */
async function notFoundMessage(store: Store, kind: Notice['kind'], id: string): Promise<string> {
  const word = plainLine(id).slice(0, 64)
  const readers = {
    incident: { one: store.incident, all: store.incidents },
    maintenance: { one: store.maintenance, all: store.maintenances },
    announcement: { one: store.announcement, all: store.announcements },
  } as const
  const notice = await readers[kind].one(id)
  if (notice?.withdrawn)
    return `${kind} ${word} was taken off the page by ${plainLine(notice.withdrawn.by)}; it cannot be changed.`
  for (const other of ['incident', 'maintenance', 'announcement'] as const)
    if (other !== kind && (await readers[other].one(id)))
      return `${word} is ${other === 'maintenance' ? 'a' : 'an'} ${other}. Write: vigie ${other} …`
  const matches = (await readers[kind].all()).filter(
    (candidate) => word.length >= 4 && candidate.id.startsWith(word),
  )
  const suggestion = matches.length === 1 ? ` Did you mean ${matches[0]!.id}?` : ''
  return `there is no ${kind} ${JSON.stringify(word)}.${suggestion} See what there is with: vigie ${kind} list --all`
}
