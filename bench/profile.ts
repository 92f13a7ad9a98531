import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(import.meta.dirname, '..')

/** A profile as V8 writes it, as far as it is read here. */
type CpuProfile = {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  }[]
  readonly samples: readonly number[]
  /** us */
  readonly timeDeltas: readonly number[]
}

/** Where processes that the bench starts leave their profiles; undefined when none is wanted. */
const folder = (): string | undefined => process.env['VIGIE_BENCH_PROFILE']

/** The flags of Node with which a process of the bench is profiled, where that is wanted. */
export const profileFlags = (): readonly string[] => {
  const dir = folder()
  return dir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${dir}`]
}

/** Profile this process until the returned function is called, which leaves the profile in the folder. */
export async function startProfile(dir: string): Promise<() => Promise<void>> {
  process.env['VIGIE_BENCH_PROFILE'] = dir
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.start')
  return async () => {
    const { profile } = await session.post('Profiler.stop')
    writeFileSync(join(dir, 'bench.cpuprofile'), JSON.stringify(profile))
    session.disconnect()
  }
}

/** The functions in which a profile spent most time itself, as lines: ms, share of what was not idle, name and place. */
export function topFunctions(profile: CpuProfile, count: number): readonly string[] {
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]))
  const times = new Map<string, number>()
  profile.samples.forEach((id, i) => {
    const name = names.get(id) ?? ''
    times.set(name, (times.get(name) ?? 0) + (profile.timeDeltas[i] ?? 0) / 1_000)
  })
  times.delete('(idle)')
  const total = [...times.values()].reduce((sum, time) => sum + time, 0)
  return [...times]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(
      ([name, time]) =>
        `${time.toFixed(0).padStart(7)} ms ${((time / total) * 100).toFixed(1).padStart(5)} %  ${name}`,
    )
}

function nameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const name = functionName || '(anonymous)'
  if (url === '') return name
  const place = url.startsWith('file:') ? relative(root, fileURLToPath(url)) : url
  return `${name} ${place}:${lineNumber + 1}`
}

/** The top functions of every process that left a profile, as lines. */
export const describeProfiles = (dir: string): readonly string[] =>
  readdirSync(dir)
    .filter((name) => name.endsWith('.cpuprofile'))
    .toSorted()
    .flatMap((name) => {
      const profile = JSON.parse(readFileSync(join(dir, name), 'utf8')) as CpuProfile
      return [`${name}:`, ...topFunctions(profile, 15)]
    })
