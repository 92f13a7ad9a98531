import { isDeepStrictEqual } from 'node:util'
import type { Config } from '../core/config/config.ts'
import type { ValidSettings } from './load-settings.ts'
import { monitorsOf } from './configured-monitors.ts'
import { listSome } from './errors.ts'

/** Something with an id, as configured. */
type ConfiguredEntry = { readonly id: string }

/** What differs between two configurations, in a line for the log: ids and names of sections, never a value. */
export function describeSettingsChange(before: ValidSettings, after: ValidSettings): string {
  const parts = [
    ...entryChanges(
      'component',
      before.config.components.map(withoutMonitors),
      after.config.components.map(withoutMonitors),
    ),
    ...entryChanges('monitor', monitorsOf(before.config), monitorsOf(after.config)),
    ...entryChanges('metric', before.config.metrics, after.config.metrics),
  ]
  const sections = (Object.keys(after.config) as (keyof Config)[]).filter(
    (key) =>
      !['components', 'metrics', 'secrets'].includes(key) &&
      !isDeepStrictEqual(before.config[key], after.config[key]),
  )
  if (sections.length > 0) parts.push(`changed in ${sections.join(', ')}`)
  if (!isDeepStrictEqual(before.theme, after.theme)) parts.push('changed files of the theme')
  return parts.length === 0 ? 'values of the environment or the order of entries' : parts.join('; ')
}

const withoutMonitors = (component: Config['components'][number]): ConfiguredEntry =>
  ({ ...component, monitors: [] }) as ConfiguredEntry

function entryChanges(
  noun: string,
  before: readonly ConfiguredEntry[],
  after: readonly ConfiguredEntry[],
): readonly string[] {
  const known = new Map(before.map((entry) => [entry.id, entry]))
  const kept = new Set(after.map(({ id }) => id))
  const idsOf = (entries: readonly ConfiguredEntry[]): readonly string[] => entries.map(({ id }) => id)
  const lists = {
    added: idsOf(after.filter(({ id }) => !known.has(id))),
    changed: idsOf(
      after.filter((entry) => known.has(entry.id) && !isDeepStrictEqual(known.get(entry.id), entry)),
    ),
    removed: idsOf(before.filter(({ id }) => !kept.has(id))),
  }
  return Object.entries(lists)
    .filter(([, ids]) => ids.length > 0)
    .map(([what, ids]) => `${what} ${noun}${ids.length === 1 ? '' : 's'} ${listSome(ids)}`)
}
