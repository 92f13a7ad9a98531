import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { heartbeats } from './generated-config.ts'
import { type MeasurementGroup, milliseconds, ratio } from './measurement.ts'
import { median, relativeSpread } from './statistics.ts'

const root = join(import.meta.dirname, '..')
const rounds = 15

/** How long a command takes from start to end, beside Node itself with nothing to do. */
export const commandLine: MeasurementGroup = {
  measurements: {
    bare_runtime_ms: milliseconds,
    help_ms: milliseconds,
    help_ratio: ratio,
    incident_open_ms: milliseconds,
    incident_open_ratio: ratio,
  },
  async measure(bench) {
    const data = await bench.temporaryFolder()
    await writeFile(join(data, 'status.yaml'), heartbeats(20))
    const empty = join(data, 'empty.mjs')
    await writeFile(empty, '')
    const vigie = join(root, 'run.mjs')
    const incident = ['--title', 'A', '--body', 'B', '--component', 'c0=degraded_performance', '--json']
    const commands = {
      bare: [empty],
      help: [vigie, '--help'],
      incident: [vigie, '--data', data, 'incident', 'open', ...incident],
    }
    const times: Record<keyof typeof commands, number[]> = { bare: [], help: [], incident: [] }
    // In turns, so that what else the machine does meets all; the first round fills the caches.
    for (let round = -1; round < rounds; round++)
      for (const name of ['bare', 'help', 'incident'] as const) {
        const took = timeOf(commands[name])
        if (round >= 0) times[name].push(took)
      }
    for (const name of ['bare', 'help', 'incident'] as const)
      bench.log(
        `${name}: ${median(times[name]).toFixed(0)} ms (middle half within ${(relativeSpread(times[name]) * 100).toFixed(0)} %)`,
      )
    const ratioTo = (name: 'help' | 'incident'): number =>
      median(times[name].map((took, round) => took / times.bare[round]!))
    bench.report('bare_runtime_ms', median(times.bare))
    bench.report('help_ms', median(times.help))
    bench.report('help_ratio', ratioTo('help'))
    bench.report('incident_open_ms', median(times.incident))
    bench.report('incident_open_ratio', ratioTo('incident'))
  },
}

/** Time from start to end of a process of this Node, ms. @throws Error when it fails */
function timeOf(args: readonly string[]): number {
  const started = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed: ${stderr}`)
  return performance.now() - started
}
