/** `npm run bench [-- NAME…]`: one line `name: value unit` for each figure on standard output, all else on standard error. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checks } from './checks.ts'
import { commandLine } from './command-line.ts'
import type { BenchContext, MeasurementGroup } from './measurement.ts'
import { deliveries } from './deliveries.ts'
import { flood } from './flood.ts'
import { growth } from './growth.ts'
import { lighthouse } from './lighthouse.ts'
import { notice } from './notice.ts'
import { paced } from './paced.ts'
import { publish } from './publish.ts'
import { size } from './size.ts'
import { traffic } from './traffic.ts'

const groups: readonly MeasurementGroup[] = [
  checks,
  paced,
  publish,
  growth,
  notice,
  size,
  traffic,
  commandLine,
  deliveries,
  flood,
  lighthouse,
]
const names = groups.flatMap((family) => Object.keys(family.measurements))

/** Measure what of a family was asked for; resolves to whether all of it came. */
async function measure(group: MeasurementGroup, wanted: ReadonlySet<string>): Promise<boolean> {
  const missing = new Set(Object.keys(group.measurements).filter((name) => wanted.has(name)))
  if (missing.size === 0) return true
  const cleanups: (() => unknown)[] = []
  const bench: BenchContext = {
    isRequested: (...some) => some.some((name) => wanted.has(name)),
    log: (line) => process.stderr.write(`${line}\n`),
    report(name, value) {
      const unit = group.measurements[name]
      if (!unit) throw new RangeError(`${name} is no figure of its family`)
      if (!missing.delete(name)) return
      process.stdout.write(`${name}: ${value.toFixed(unit.digits)} ${unit.unit}\n`)
    },
    async temporaryFolder() {
      const dir = await mkdtemp(join(tmpdir(), 'vigie-bench-'))
      cleanups.push(() => rm(dir, { recursive: true, force: true }))
      return dir
    },
    onClose: (close) => cleanups.push(close),
  }
  try {
    await group.measure(bench)
  } catch (error) {
    bench.log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  } finally {
    for (const close of cleanups.toReversed()) await close()
  }
  for (const name of missing) bench.log(`${name} could not be measured`)
  return missing.size === 0
}

const requested = process.argv.slice(2)
const unknown = requested.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`no figure is called ${unknown.join(', ')}. There are:\n  ${names.join('\n  ')}\n`)
  process.exit(2)
}
const wanted = new Set(requested.length > 0 ? requested : names)
let complete = true
for (const family of groups) complete = (await measure(family, wanted)) && complete
process.exit(complete ? 0 : 1)
