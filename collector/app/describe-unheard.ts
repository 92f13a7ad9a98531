import type { HeartbeatMonitor } from '../core/monitoring/monitor.ts'
import { formatDuration } from '../core/time/duration.ts'

/** That a job has never been heard of although it was due, in words. */
export const describeUnheard = ({ id, every, grace }: HeartbeatMonitor): string =>
  `no beat of ${id} has ever come, although one was due after ${formatDuration(every + grace)}: see whether the job calls its address`
