/**
 * `npm run bench [-- NAME…]`: one line `name: value unit` for each figure on standard output, all else on standard error.
 * Every run is added to a history file, `--history FILE` or `.bench/history.jsonl`, and ratios that became worse than in
 * it are named; that is a warning and no failure. `--profile` names the functions that took most time.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { checks } from './checks.ts'
import { commandLine } from './command-line.ts'
import type { BenchContext, MeasurementGroup } from './measurement.ts'
import { deliveries } from './deliveries.ts'
import { flood } from './flood.ts'
import { growth } from './growth.ts'
import { appendHistory, compareRatios, describeMachine, readHistory } from './history.ts'
import { lighthouse } from './lighthouse.ts'
import { news } from './news.ts'
import { notice } from './notice.ts'
import { paced } from './paced.ts'
import { describeProfiles, startProfile } from './profile.ts'
import { publish } from './publish.ts'
import { serving } from './serving.ts'
import { size } from './size.ts'
import { traffic } from './traffic.ts'

const groups: readonly MeasurementGroup[] = [
  checks,
  paced,
  publish,
  growth,
  notice,
  news,
  size,
  serving,
  traffic,
  commandLine,
  deliveries,
  flood,
  lighthouse,
]
const names = groups.flatMap((family) => Object.keys(family.measurements))

/** Measure what of a family was asked for, into `figures`; resolves to whether all of it came. */
async function measure(
  group: MeasurementGroup,
  wanted: ReadonlySet<string>,
  figures: Record<string, number>,
): Promise<boolean> {
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
      figures[name] = value
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

const log = (line: string): void => void process.stderr.write(`${line}\n`)

/** Versions of what the figures depend on. */
function versions(): Record<string, string> {
  const db = new Database(':memory:')
  const sqlite = db.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? ''
  db.close()
  return { node: process.versions.node, v8: process.versions.v8, sqlite }
}

/** Measure the figures asked for, keep them, and say what became worse; resolves to whether all of them came. */
async function run(wanted: ReadonlySet<string>, historyFile: string): Promise<boolean> {
  const machine = describeMachine(versions())
  const words = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`)
  log(`${machine.machine}, load ${machine.load} a processor, ${words.join(', ')}`)
  if (machine.load > 0.5) log('the machine is busy: compare ratios, not figures')
  const started = performance.now()
  const figures: Record<string, number> = {}
  let complete = true
  for (const group of groups) complete = (await measure(group, wanted, figures)) && complete
  log(`measured in ${Math.round((performance.now() - started) / 1000)} s`)
  const units = Object.assign({}, ...groups.map(({ measurements }) => measurements))
  for (const line of compareRatios(readHistory(historyFile), figures, units)) log(`warning: ${line}`)
  if (Object.keys(figures).length > 0) appendHistory(historyFile, { ...machine, figures })
  return complete
}

const { values: flags, positionals: requested } = parseArgs({
  allowPositionals: true,
  options: { profile: { type: 'boolean', default: false }, history: { type: 'string' } },
})
const unknown = requested.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  log(`no figure is called ${unknown.join(', ')}. There are:\n  ${names.join('\n  ')}`)
  process.exit(2)
}
const wanted = new Set(requested.length > 0 ? requested : names)
const historyFile = flags.history ?? join(import.meta.dirname, '../.bench/history.jsonl')
const profiles = flags.profile ? await mkdtemp(join(tmpdir(), 'vigie-profile-')) : null
const endProfile = profiles === null ? null : await startProfile(profiles)
const complete = await run(wanted, historyFile)
if (profiles !== null && endProfile !== null) {
  await endProfile()
  for (const line of describeProfiles(profiles)) log(line)
  log(`the profiles are in ${profiles}`)
}
process.exit(complete ? 0 : 1)
