import type { Announcement } from '../../core/announcement/announcement.ts'
import type { Config } from '../../core/config/config.ts'
import { type Incident, isOpen } from '../../core/incident/incident.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import { type LeftOut, describeLeftOut, parseWithoutUnknown, unknownIds } from './unknown-components.ts'
import { parseNoticeLine } from '../../notices/jsonl/notice-line.ts'
import type { Store } from '../../store/store.ts'
import { createNoticeService } from '../../notices/service/create-service.ts'
import { newId } from '../../app/new-id.ts'
import { createWallTimeTally } from './wall-times.ts'
import { commandActor } from '../io/command-actor.ts'
import { readLineFile } from '../io/read-line-file.ts'
import { type Terminal, createProgressBar } from '../../app/terminal.ts'
import { UsageError, listSome } from '../../app/errors.ts'

/** How `import notices` is asked to read a file. */
export type ImportNoticesOptions = {
  readonly json?: boolean
  /** Leave components that are not known out of notices, and name them. */
  readonly skipUnknown?: boolean
}

/** How many notices go to the service at once, in one transaction. */
const batchSize = 1_000

type ParsedNotices = {
  readonly incidents: ReadonlyMap<string, Incident>
  readonly maintenances: ReadonlyMap<string, Maintenance>
  readonly announcements: ReadonlyMap<string, Announcement>
  /** What people are told of times without an offset; null where there are none. */
  readonly assumed: string | null
}

/**
 * `vigie import notices FILE`: one JSON object a line, in any order; `-` is standard input. Every line is judged before
 * the first is written, so a file with a mistake changes nothing. Nobody is notified.
 *
 * @throws UsageError naming every line that cannot be read
 */
export async function importNotices(
  terminal: Terminal,
  config: Config,
  store: Store,
  file: string,
  now: number,
  { json = false, skipUnknown = false }: ImportNoticesOptions = {},
): Promise<number> {
  const leftOut: LeftOut = { components: new Map(), maintenances: [] }
  const notices = await readNotices(
    await withRemovedComponents(store, config),
    file,
    now,
    skipUnknown ? leftOut : null,
  )
  const drawProgress = createProgressBar(terminal, 'importing')
  const { imports } = createNoticeService({ store, config, now: () => now, id: newId })
  const entries = [
    ...notices.incidents.values().map((row) => ({ kind: 'incident' as const, row })),
    ...notices.maintenances.values().map((row) => ({ kind: 'maintenance' as const, row })),
    ...notices.announcements.values().map((row) => ({ kind: 'announcement' as const, row })),
  ]
  let changed = 0
  for (let from = 0; from < entries.length; from += batchSize) {
    const batch = entries.slice(from, from + batchSize)
    changed += await imports.merge(
      {
        incidents: batch.flatMap((entry) => (entry.kind === 'incident' ? [entry.row] : [])),
        maintenances: batch.flatMap((entry) => (entry.kind === 'maintenance' ? [entry.row] : [])),
        announcements: batch.flatMap((entry) => (entry.kind === 'announcement' ? [entry.row] : [])),
      },
      commandActor(),
    )
    drawProgress(Math.min(1, (from + batchSize) / entries.length))
  }
  const { size: incidents } = notices.incidents
  const { size: maintenances } = notices.maintenances
  const { size: announcements } = notices.announcements
  const open = (await store.incidents()).flatMap((one) =>
    notices.incidents.has(one.id) && isOpen(one) ? [one.id] : [],
  )
  const leftOutText = describeLeftOut(leftOut)
  if (json)
    terminal.out(
      JSON.stringify({
        incidents,
        maintenances,
        announcements,
        changed,
        open,
        ...(skipUnknown && {
          skipped: {
            components: Object.fromEntries(leftOut.components),
            maintenances: leftOut.maintenances,
          },
        }),
      }),
    )
  else {
    const totals = andList([
      countWords(incidents, 'incident'),
      countWords(maintenances, 'maintenance'),
      ...(announcements > 0 ? [countWords(announcements, 'announcement')] : []),
    ])
    const changeText = changed === 0 ? 'nothing was new' : `${changed} new or changed; nobody is told`
    terminal.err(`${totals} are on record: ${changeText}.`)
    if (leftOutText) terminal.err(leftOutText)
    if (open.length > 0)
      terminal.err(`${open.length} of them ${open.length === 1 ? 'is' : 'are'} open: ${listSome(open)}.`)
  }
  if (notices.assumed !== null) terminal.err(notices.assumed)
  return 0
}

const countWords = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
const andList = (parts: readonly string[]): string => `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`

/** The configuration with the components that it no longer has: history may tell of them. */
async function withRemovedComponents(store: Store, config: Config): Promise<Config> {
  const configuredIds = new Set(config.components.map(({ id }) => id))
  const removedComponents = (await store.componentRecords())
    .filter(({ component }) => !configuredIds.has(component))
    .map(({ component, body }) => ({
      id: component,
      name: body?.name ?? component,
      description: null,
      group: body?.group ?? null,
      tier: body?.tier ?? null,
      priority: null,
      monitors: [],
    }))
  return { ...config, components: [...config.components, ...removedComponents] }
}

/** @param leftOut takes what is left out; null to refuse lines about components that are not known */
async function readNotices(
  config: Config,
  file: string,
  now: number,
  leftOut: LeftOut | null,
): Promise<ParsedNotices> {
  const incidents = new Map<string, Incident>()
  const maintenances = new Map<string, Maintenance>()
  const announcements = new Map<string, Announcement>()
  const seen = new Map<string, { line: number; text: string }>()
  const wallTimes = createWallTimeTally(config.page.timezone)
  const knownIds = new Set(config.components.map(({ id }) => id))
  let isComponentUnknown = false
  const addLine = (text: string, number: number): readonly string[] => {
    wallTimes.add(text)
    const line = leftOut
      ? parseWithoutUnknown(text, config, now, leftOut)
      : parseNoticeLine(text, config, now)
    if (line === null) return []
    if (!line.ok) {
      isComponentUnknown ||= leftOut === null && unknownIds(text, knownIds).length > 0
      return line.problems
    }
    const key = `${line.kind} ${line.row.id}`
    const previous = seen.get(key)
    seen.set(key, { line: number, text: text.trim() })
    if (line.kind === 'incident') incidents.set(line.row.id, line.row)
    else if (line.kind === 'maintenance') maintenances.set(line.row.id, line.row)
    else announcements.set(line.row.id, line.row)
    return previous && previous.text !== text.trim()
      ? [
          `"id" is that of line ${previous.line}, which says something else. Keep one of the two, or write another id.`,
        ]
      : []
  }
  const problems = await readLineFile(file, addLine, 'Write one notice a line.')
  const hint = isComponentUnknown
    ? '\nComponents that this page never had are left out with --skip-unknown, where the notices stay.'
    : ''
  if (problems.length > 0) throw new UsageError(`${problems.join('\n')}${hint}\nNothing was imported.`)
  return { incidents, maintenances, announcements, assumed: wallTimes.describe() }
}
