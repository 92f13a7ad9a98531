/** `npm run bench [-- NAME…]`: one line `name: value unit` for each figure on standard output, all else on standard error. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checks } from './checks.ts'
import type { Bench, Family } from './figure.ts'
import { growth } from './growth.ts'
import { lighthouse } from './lighthouse.ts'
import { notice } from './notice.ts'
import { paced } from './paced.ts'
import { publish } from './publish.ts'
import { size } from './size.ts'

const families: readonly Family[] = [checks, paced, publish, growth, notice, size, lighthouse]
const names = families.flatMap((family) => Object.keys(family.figures))

/** Measure what of a family was asked for; resolves to whether all of it came. */
async function measure(family: Family, wanted: ReadonlySet<string>): Promise<boolean> {
  const missing = new Set(Object.keys(family.figures).filter((name) => wanted.has(name)))
  if (missing.size === 0) return true
  const closings: (() => unknown)[] = []
  const bench: Bench = {
    wants: (...some) => some.some((name) => wanted.has(name)),
    say: (line) => process.stderr.write(`${line}\n`),
    report(name, value) {
      const unit = family.figures[name]
      if (!unit) throw new RangeError(`${name} is no figure of its family`)
      if (!missing.delete(name)) return
      process.stdout.write(`${name}: ${value.toFixed(unit.digits)} ${unit.unit}\n`)
    },
    async folder() {
      const dir = await mkdtemp(join(tmpdir(), 'vigie-bench-'))
      closings.push(() => rm(dir, { recursive: true, force: true }))
      return dir
    },
    later: (close) => closings.push(close),
  }
  try {
    await family.measure(bench)
  } catch (error) {
    bench.say(error instanceof Error ? (error.stack ?? error.message) : String(error))
  } finally {
    for (const close of closings.toReversed()) await close()
  }
  for (const name of missing) bench.say(`${name} could not be measured`)
  return missing.size === 0
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`no figure is called ${unknown.join(', ')}. There are:\n  ${names.join('\n  ')}\n`)
  process.exit(2)
}
const wanted = new Set(asked.length > 0 ? asked : names)
let complete = true
for (const family of families) complete = (await measure(family, wanted)) && complete
process.exit(complete ? 0 : 1)
