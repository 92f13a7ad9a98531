import type { ComponentConfig, Config } from '../../core/config/config.ts'
import type { Incident } from '../../core/incident/incident.ts'
import type { Maintenance } from '../../core/maintenance/maintenance.ts'
import { type ParsedLine, parseNoticeLine } from '../../notices/jsonl/notice-line.ts'
import { listSome } from '../../app/errors.ts'

/** What `import notices --skip-unknown` leaves out. */
export type LeftOut = {
  /** How many notices named a component that is not known, by its id. */
  readonly components: Map<string, number>
  /** Ids of maintenances that were about nothing else. */
  readonly maintenances: string[]
}

/** A component of which only the id is known, so that a line that names it can be read. */
const standIn = (id: string): ComponentConfig => ({
  id,
  name: id,
  description: null,
  group: null,
  tier: null,
  priority: null,
  monitors: [],
})

/** The ids of components a line names that are not known: in its own list, and in its messages. */
export function unknownIds(line: string, configuredIds: ReadonlySet<string>): string[] {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return []
  }
  const idsOf = (part: unknown): string[] => {
    const components = (part as { components?: unknown } | null)?.components
    if (typeof components !== 'object' || components === null) return []
    return Array.isArray(components)
      ? components.filter((id) => typeof id === 'string')
      : Object.keys(components)
  }
  const { updates, about } = (value ?? {}) as { updates?: unknown; about?: unknown }
  const named = [
    ...idsOf(value),
    ...(Array.isArray(updates) ? updates.flatMap(idsOf) : []),
    ...(typeof about === 'string' ? [about] : []),
  ]
  return [...new Set(named)].filter((id) => !configuredIds.has(id))
}

/**
 * A line of a notice without the components that are not known: its texts, times, impact and priority stay as they are.
 * Null for a maintenance of nothing else. What is left out is added to `leftOut`.
 *
 * @param now ms
 */
export function parseWithoutUnknown(
  line: string,
  config: Config,
  now: number,
  leftOut: LeftOut,
): ParsedLine | null {
  const configuredIds = new Set(config.components.map(({ id }) => id))
  const unknown = unknownIds(line, configuredIds)
  if (unknown.length === 0) return parseNoticeLine(line, config, now)
  // Read whole first, so that what follows from the components stays as it was.
  const parsed = parseNoticeLine(
    line,
    { ...config, components: [...config.components, ...unknown.map(standIn)] },
    now,
  )
  if (!parsed.ok) return parsed
  for (const id of unknown) leftOut.components.set(id, (leftOut.components.get(id) ?? 0) + 1)
  if (parsed.kind === 'incident') return { ...parsed, row: incidentWithout(parsed.row, new Set(unknown)) }
  // An announcement names no component.
  if (parsed.kind === 'announcement') return parsed
  const components = parsed.row.components.filter((id) => configuredIds.has(id))
  if (components.length > 0) return { ...parsed, row: { ...parsed.row, components } satisfies Maintenance }
  leftOut.maintenances.push(parsed.row.id)
  return null
}

const incidentWithout = (row: Incident, unknown: ReadonlySet<string>): Incident => ({
  ...row,
  about: row.about !== null && unknown.has(row.about) ? null : row.about,
  updates: row.updates.map((update) => ({
    ...update,
    components: Object.fromEntries(Object.entries(update.components).filter(([id]) => !unknown.has(id))),
  })),
})

/** What was left out, in words; null where nothing was. */
export function describeLeftOut({ components, maintenances }: LeftOut): string | null {
  if (components.size === 0) return null
  const names = [...components].map(
    ([id, count]) => `${id} (${count === 1 ? '1 notice' : `${count} notices`})`,
  )
  const whole =
    maintenances.length === 0
      ? ''
      : ` ${maintenances.length === 1 ? '1 maintenance' : `${maintenances.length} maintenances`} of nothing else ${maintenances.length === 1 ? 'was' : 'were'} left out: ${listSome(maintenances)}.`
  return `Components not known here were left out: ${listSome(names)}.${whole}`
}
