import type { MonitorStates } from '../../core/evaluation/monitor-states.ts'
import type { HealthLogLine } from '../../monitoring/health-log.ts'
import type { Transition } from '../../core/monitoring/transition.ts'
import type { CollectorMetrics } from '../../server/collector-metrics.ts'
import type { StoredChange } from '../../store/stored-change.ts'
import type { ChangeSource } from '../change-source.ts'
import type { Log } from '../log.ts'
import type { ProblemLog } from '../problem-log.ts'
import type { Publisher } from '../publisher.ts'
import type { ReportArchiver } from '../report-archiver.ts'
import type { NoticeReader } from '../../store/notice-store.ts'

/** Everything that acts on what was stored. */
export type Subscribers = {
  readonly reportArchiver: ReportArchiver
  readonly metrics: CollectorMetrics
  readonly healthLog: (
    transitions: readonly Transition[],
    faults: ReadonlyMap<string, string>,
  ) => readonly HealthLogLine[]
  readonly log: Log
  readonly states: MonitorStates
  readonly store: NoticeReader
  readonly problems: ProblemLog
  readonly publisher: Publisher
}

/** Connect them. The page that a change requests is made of what is stored by then: nothing has to forget anything first. */
export function subscribeAll(changes: ChangeSource, subscribers: Subscribers): void {
  const { reportArchiver, metrics, healthLog, log, publisher } = subscribers
  changes.subscribe((change) => invalidateReports(reportArchiver, change))
  changes.subscribe((change) => {
    if (change.kind !== 'monitoring') return
    for (const { health } of change.transitions) metrics.recordTransition(health)
    for (const { level, text } of healthLog(change.transitions, change.faults)) log[level](text)
  })
  changes.subscribe((change) => reloadIncidents(subscribers, change))
  changes.subscribe(() => publisher.request())
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
