import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'

type Key = string | number
type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** One change of one field of a snapshot. */
export type SnapshotChange = {
  /** `incidents.0.updates.1.body.fr: to another text`. */
  readonly name: string
  readonly path: readonly Key[]
  readonly to: (value: Json) => Json | undefined
}

const words = (...values: readonly string[]) => values

/** What a field may hold beside what it holds, where it is no free text. `*` stands for an index or a key. */
const values: readonly (readonly [RegExp, readonly Json[]])[] = [
  [
    /^(status|groups\.\*\.status|components\.\*\.status)$/,
    words('major_outage', 'unknown', 'under_maintenance'),
  ],
  [/^components\.\*\.regions\.\*\.status$/, words('partial_outage', 'unknown', 'operational')],
  [/\.worst$|slices\.\*\.status$|updates\.\*\.components\.\*$/, words('major_outage', 'partial_outage')],
  [/^incidents\.\*\.updates\.\*\.status$/, words('monitoring', 'resolved')],
  [/^maintenances\.\*\.updates\.\*\.status$/, words('in_progress', 'verifying')],
  [/\.impact$/, words('critical', 'minor', 'none')],
  [/\.priority$/, words('P1', 'P2', 'P4')],
  [/\.tier$/, words('enterprise', 'standard')],
  [/\.verdict$/, words('kept', 'at_risk', 'broken', 'unknown')],
  [/\.regression\.level$/, words('none', 'failure')],
  [/^metrics\.\*\.state$/, words('good', 'warning', 'critical')],
  [/^metrics\.\*\.summary$/, words('sum', 'max')],
  [/\.operator$/, words('>', '<')],
  [/\.outcome$/, words('failed', 'rolled_back')],
  [/^excludeMaintenance$/, words('all', 'none')],
  [
    /\.windows\.(availability|responseP95)$|objective\.window$|custom\.\*\.window$/,
    ['quarter', 7 * 86_400_000],
  ],
  [/^page\.locale$/, words('en')],
  [/^page\.locales\.\*$/, words('de')],
  [/timezone$/, words('Asia/Tokyo', 'UTC')],
  [/^page\.url$/, ['https://other.example/status', null]],
  [/\.rrule$/, words('FREQ=MONTHLY;BYDAY=2TU', 'FREQ=YEARLY;BYWEEKNO=20')],
  [/^recurringMaintenance\.\*\.at$/, words('05:30')],
  [/\.(date|since|originalDay)$/, words('2026-11-02', '2026-11-19')],
  [/^reports\.\*\.period$/, words('2026-07')],
  [/^(maintenances|recurringMaintenance)\.\*\.class$/, words('default', 'weekly')],
  [/\.(about|component)$/, words('web')],
  [/^(maintenances|recurringMaintenance|groups|deployments)\.\*\.components\.\*$/, words('web')],
  [/\.programme\.entry$/, words('unfelt')],
  [/printed$/, words('98.7', '100')],
]

/** Nothing is written there in this snapshot, though something may be. */
const absent: readonly (readonly [RegExp, Json])[] = [
  [/^(components|groups|customObjectives|metrics)\.\*.*\.(description|name|group)$/, 'Text'],
  [/^(maintenances|recurringMaintenance)\.\*\.(reason|alternatives)$/, 'Text'],
  [/(At|goneAt|statusSince|growth|every|acknowledgedAt)$/, 1_795_000_000_000],
  [/\.(response|resolution|recovery|dataLoss|lost|p50|p95|p99|mean|change|baseline|availability|target)$/, 1],
  [/\.(responseP95|raw|lower|upper|burnRate)$/, 1],
  [/\.(unit|url|why|previous|rootCause|description)$/, 'https://other.example'],
  [/^page\.(accent|logo|css|contact|hub)$/, '/other.css'],
  [/\.since$/, '2026-01-01'],
]

/** Lists that are in the order of time. */
const byTime =
  /^(incidents|maintenances|announcements|reports)$|\.(days|hours|latency|slices|windows|updates|announced)$/

/** Keys that need not be there. */
const optional =
  /^response\.(days|months)\.\*$|\.(spans|months)\.\*$|^notice\.weekly$|^priorities\.\*$|updates\.\*\.components\.\*$|\.(acknowledgedBy|postmortem|corrections|file|fileSays|notify|writtenAt|originalDay|points)$|^incidents\.\*\.updates\.\*\.impact$|^metrics\.\*\.(hours|days)\.\*\.p95$|^metrics\.\*\.months$|^components\.\*\.(regions|downFrom)$/

/** Maps, whose keys are data. */
const isMap = (pattern: string): boolean =>
  /(^response\.(days|months)|\.spans|\.months|^notice|^priorities|\.updates\.\*\.components)$/.test(pattern)

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Long lists are alike inside: the first, the middle and the last of them stand for all. */
const sampled = (list: readonly Json[]): number[] => [
  ...new Set(list.length <= 4 ? list.keys() : [0, list.length >> 1, list.length - 1]),
]

/** Every field of a snapshot, changed in turn: other values, nothing instead of something, something instead of nothing. */
export function changesOf(snapshot: Snapshot): SnapshotChange[] {
  const root = snapshot as unknown as Json
  const somewhere = new Map<string, Json>()
  walk(root, [], '', (value, _, pattern) => {
    if (value !== null) somewhere.set(pattern, value)
  })
  const changes: SnapshotChange[] = []
  walk(root, [], '', (value, path, pattern) => {
    const add = (what: string, to: SnapshotChange['to']): void => {
      changes.push({ name: `${path.join('.')}: ${what}`, path, to })
    }
    if (optional.test(pattern)) add('absent', () => undefined)
    if (pattern.endsWith('reports.*.text'))
      return add('another text', (text) => String(text).replace('"page":"', '"page":"x'))
    const known = values.find(([field]) => field.test(pattern))?.[1]
    for (const other of known ?? []) if (other !== value) add(JSON.stringify(other), () => other)
    if (known) return
    if (typeof value === 'boolean') add(`${!value}`, () => !value)
    else if (typeof value === 'string') add('another text', (text) => `${String(text)}x`)
    else if (typeof value === 'number')
      for (const more of value > 1e11 ? [1, 3_600_000] : [1]) add(`+${more}`, (now) => Number(now) + more)
    else if (value === null) {
      const other = somewhere.get(pattern) ?? absent.find(([field]) => field.test(pattern))?.[1]
      if (other === undefined) throw new Error(`What ${path.join('.')} may be instead of null is not said.`)
      add('something', () => other)
    } else if (Array.isArray(value) && value.length > 0) {
      add('without the last', (list) => (list as Json[]).slice(0, -1))
      if (!byTime.test(pattern)) add('in another order', (list) => (list as Json[]).toReversed())
    }
    if (value !== null && nullable.has(pattern)) add('null', () => null)
  })
  return changes

  function walk(
    value: Json,
    path: readonly Key[],
    pattern: string,
    visit: (value: Json, path: readonly Key[], pattern: string) => void,
  ): void {
    if (path.length > 0) visit(value, path, pattern)
    const below = (key: Key, name: Key) =>
      walk(
        (value as { [key: Key]: Json })[key]!,
        [...path, key],
        pattern ? `${pattern}.${name}` : `${name}`,
        visit,
      )
    if (Array.isArray(value)) for (const index of sampled(value)) below(index, '*')
    else if (isObject(value)) for (const key of Object.keys(value)) below(key, isMap(pattern) ? '*' : key)
  }
}

/** Fields that may be null and are not in every place of the sample. */
const nullable = new Set([
  'page.accent',
  'page.logo',
  'page.css',
  'page.contact',
  'page.hub',
  'checkedAt',
  'deployments',
  'components.*.description',
  'components.*.group',
  'components.*.tier',
  'components.*.statusSince',
  'components.*.firstAt',
  'components.*.checkedAt',
  'components.*.every',
  'components.*.evidence.firstAt',
  'components.*.objectives.availability',
  'components.*.objectives.response',
  'components.*.uptime.printed',
  'incidents.*.priority',
  'incidents.*.acknowledgedAt',
  'incidents.*.about',
  'incidents.*.falseAlarm',
  'incidents.*.postmortem.rootCause',
  'incidents.*.postmortem.dataLoss',
  'maintenances.*.reason',
  'maintenances.*.alternatives',
  'maintenances.*.programme',
  'maintenances.*.startedAt',
  'maintenances.*.completedAt',
  'maintenances.*.cancelledAt',
  'metrics.*.description',
  'metrics.*.group',
  'metrics.*.unit',
  'metrics.*.component',
  'metrics.*.good',
  'metrics.*.growth',
  'metrics.*.latest',
  'metrics.*.thresholds.warning',
  'metrics.*.thresholds.critical',
  'objectives.recovery',
  'objectives.resolution',
  'objectives.response',
  'objectives.dataLoss',
  'tiers.*.description',
  'tiers.*.availability',
  'tiers.*.responseP95',
  'deployments.*.url',
])

/** The changes in sets in which none undoes another: each field once, and nothing inside of what is changed itself. */
export function independent(changes: readonly SnapshotChange[]): SnapshotChange[][] {
  const sets: {
    readonly changes: SnapshotChange[]
    readonly paths: Set<string>
    readonly above: Set<string>
  }[] = []
  for (const change of changes) {
    const at = change.path.map((_, depth) => change.path.slice(0, depth + 1).join(' '))
    const own = at.at(-1)!
    let set = sets.find(({ paths, above }) => !above.has(own) && !at.some((path) => paths.has(path)))
    if (!set) sets.push((set = { changes: [], paths: new Set(), above: new Set() }))
    set.changes.push(change)
    set.paths.add(own)
    for (const path of at.slice(0, -1)) set.above.add(path)
  }
  return sets.map((set) => set.changes)
}

/**
 * The snapshot with changes; what they leave as it is stays the same object. As the collector promises, the version of
 * an incident grows with a change of it, and the hash of a frozen report covers all of it.
 */
export function withChanges(snapshot: Snapshot, changes: readonly SnapshotChange[]): Snapshot {
  const own = new Set<Json>()
  const copy = (value: Json): Json => {
    if (own.has(value) || typeof value !== 'object' || value === null) return value
    const made = Array.isArray(value) ? [...value] : { ...value }
    own.add(made)
    return made
  }
  const set = (path: readonly Key[], to: SnapshotChange['to']): void => {
    let at = changed as { [key: Key]: Json }
    for (const key of path.slice(0, -1)) {
      const inner = at[key]
      if (typeof inner !== 'object' || inner === null) return
      at = (at[key] = copy(inner)) as { [key: Key]: Json }
    }
    const last = path.at(-1)!
    if (!(last in at)) return
    const value = to(at[last]!)
    if (value === undefined) delete at[last]
    else at[last] = value
  }
  const changed = copy(snapshot as unknown as Json)
  for (const { path, to } of changes) set(path, to)
  const touched = new Set(changes.map(({ path }) => path.slice(0, 2).join(' ')))
  for (const list of ['incidents', 'announcements'] as const)
    for (const index of snapshot[list].keys())
      if (touched.has(`${list} ${index}`)) set([list, index, 'version'], (version) => Number(version) + 1)
  for (const index of snapshot.reports.keys())
    if (touched.has(`reports ${index}`)) set(['reports', index, 'hash'], (hash) => `${String(hash)}x`)
  return changed as unknown as Snapshot
}
