import type { MonitorStates } from '../core/monitoring/monitor-states.ts'
import type { HealthLogLine } from '../monitoring/health-log.ts'
import type { Transition } from '../core/monitoring/transition.ts'
import type { SnapshotSource } from '../publishing/gather.ts'
import type { CollectorMetrics } from '../server/collector-metrics.ts'
import type { ChangeKind } from '../store/changes.ts'
import type { StoredChange } from '../store/stored-change.ts'
import type { ChangeSource } from './change-source.ts'
import type { Log } from './log.ts'
import type { ProblemLog } from './problem-log.ts'
import type { Publisher } from './publisher.ts'
import type { ReportArchiver } from './report-archiver.ts'
import type { NoticeReader } from '../store/notice-store.ts'

/** Everything that acts on what was stored. */
export type Subscribers = {
  readonly snapshotSource: SnapshotSource
  readonly reportArchiver: ReportArchiver
  readonly metrics: CollectorMetrics
  readonly healthLog: (transitions: readonly Transition[]) => readonly HealthLogLine[]
  readonly log: Log
  readonly states: MonitorStates
  readonly store: NoticeReader
  readonly problems: ProblemLog
  readonly publisher: Publisher
}

/** Connect them, caches first: the page that a change requests must be made of what is true now. */
export function subscribeAll(changes: ChangeSource, subscribers: Subscribers): void {
  const { snapshotSource, reportArchiver, metrics, healthLog, log, publisher } = subscribers
  changes.subscribe((change) => updateCaches(snapshotSource, change))
  changes.subscribe((change) => invalidateReports(reportArchiver, change))
  changes.subscribe((change) => {
    if (change.kind !== 'monitoring') return
    for (const { health } of change.transitions) metrics.recordTransition(health)
    for (const { level, text } of healthLog(change.transitions)) log[level](text)
  })
  changes.subscribe((change) => reloadIncidents(subscribers, change))
  changes.subscribe(() => publisher.request())
}

function updateCaches(source: SnapshotSource, change: StoredChange): void {
  switch (change.kind) {
    case 'monitoring':
    case 'notices':
      return source.cacheNotices(change)
    case 'recurring_maintenance':
      return source.invalidateNotices()
    case 'metrics':
      return change.past ? source.invalidateMetrics() : undefined
    case 'reports':
      return source.invalidateReports()
    case 'external':
      return invalidateExternal(source, change.kinds)
  }
}

function invalidateExternal(source: SnapshotSource, kinds: ReadonlySet<ChangeKind>): void {
  if (kinds.has('history')) return source.invalidateAll()
  if (kinds.has('notices')) source.invalidateNotices()
  if (kinds.has('metrics')) source.invalidateMetrics()
  if (kinds.has('reports')) source.invalidateReports()
}

function invalidateReports(archiver: ReportArchiver, change: StoredChange): void {
  if (change.kind === 'external') archiver.invalidate()
  // What the collector says of an outage may end one that began in a month that is frozen.
  else if (change.kind === 'notices' || (change.kind === 'monitoring' && change.incidents.length > 0))
    archiver.invalidate('notices')
}

/** What a person says in an incident the collector opened, the collector must know of. */
function reloadIncidents({ store, states, problems }: Subscribers, change: StoredChange): void {
  if (change.kind !== 'notices' || !change.incidents?.some(({ automatic }) => automatic)) return
  void store
    .incidents()
    .then(states.replaceIncidents)
    .catch(problems.report('the incidents could not be read again after a person wrote in one'))
}
