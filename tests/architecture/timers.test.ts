import { expect, test } from 'vitest'
import { read, sources } from './sources.ts'

/** Files and rooms of the collector that set timers of the machine, and why they do without the clock. */
const ownTimers: Record<string, string> = {
  'collector/time/system-clock.ts': 'it is the clock',
  'collector/net/': 'how long a socket may be silent is measured against real servers',
  'collector/probes/': 'how long a probe may take is measured against real servers',
  'collector/cli/deploy/verdict-source.ts': 'how long a collector elsewhere may take to answer',
  'collector/regions/agent/collector-client.ts': 'how long a collector elsewhere may take to answer',
  'collector/cli/run/agent.ts': 'ends the process, whatever still waits in it',
  'collector/demo/services/': 'stand-in services that answer late, for probes to time',
  'collector/cli/run/start.ts': 'ends the process, whatever still waits in it',
  'collector/main.ts': 'ends the process, whatever still waits in it',
}

const setsTimer = /\bset(?:Timeout|Interval)\b|\bAbortSignal\.timeout\b/

test('what the collector does later it asks of the clock, but for the files named here', () => {
  const files = sources.filter((file) => file.startsWith('collector/') && setsTimer.test(read(file)))
  const named = Object.keys(ownTimers)
  expect(files.filter((file) => !named.some((name) => file.startsWith(name)))).toEqual([])
  expect(named.filter((name) => !files.some((file) => file.startsWith(name)))).toEqual([])
})
