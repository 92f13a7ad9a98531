import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Hooks, createHooks, shellQuoted } from '../../collector/publishing/hooks.ts'
import { type FakeClock, advanceUntil, fakeClock } from '../fake-clock.ts'
import { aFolder } from './release/builders.ts'

type HooksFixture = {
  readonly hooks: Hooks
  readonly clock: FakeClock
  readonly dir: string
  readonly lines: string[]
  heldCount(): number
}

function aHooksFixture(after: readonly string[], { folder = 'site' } = {}): HooksFixture {
  const dir = join(aFolder(), folder)
  mkdirSync(dir)
  const lines: string[] = []
  let held = 0
  const clock = fakeClock()
  const hooks = createHooks({
    after: () => after,
    clock,
    timeout: 5_000,
    log: { info: (line) => lines.push(line), error: (line) => lines.push(`ERROR ${line}`) },
    hold() {
      held++
      return { dir, release: () => void held-- }
    },
  })
  onTestFinished(async () => {
    await advanceUntil(clock, hooks.stop(), 1_000)
  })
  return { hooks, clock, dir, lines, heldCount: () => held }
}

describe.skipIf(process.platform === 'win32')('hooks', () => {
  test('a command gets the folder of the release and its output goes to the log', async () => {
    const world = aHooksFixture(['echo pushing {site}; echo trouble >&2; touch {site}/pushed'])
    world.hooks.request()
    await world.hooks.settled()
    expect(world.lines.toSorted()).toEqual([
      `publish.after[0]: pushing ${world.dir}`,
      'publish.after[0]: trouble',
    ])
    expect(existsSync(join(world.dir, 'pushed'))).toBe(true)
    expect(world.heldCount()).toBe(0)
  })

  test('a folder with blanks, quotes and dollars in its name is one word of the shell', async () => {
    const world = aHooksFixture(['echo pushed > {site}/file'], { folder: `l'été $HOME; "x"` })
    world.hooks.request()
    await world.hooks.settled()
    expect(readFileSync(join(world.dir, 'file'), 'utf8')).toBe('pushed\n')
  })

  test('a failing command is reported and the next one runs all the same', async () => {
    const world = aHooksFixture(['exit 3', 'echo second'])
    world.hooks.request()
    await world.hooks.settled()
    expect(world.lines).toEqual([
      'ERROR publish.after[0] failed: exit code 3. The page itself is published',
      'publish.after[1]: second',
    ])
  })

  test('a command that takes too long is ended, with all it has started', async () => {
    const world = aHooksFixture(['sleep 1000 & echo $!; wait'])
    world.hooks.request()
    await expect.poll(() => world.lines.length).toBe(1)
    const child = Number(world.lines[0]!.split(' ').at(-1))
    await world.clock.advance(5_000)
    await world.hooks.settled()
    expect(world.lines[1]).toBe('ERROR publish.after[0] was ended: it took longer than 5 s')
    await expect.poll(() => isRunning(child)).toBe(false)
  })

  test('requests that come while commands run become a single further run, never two at once', async () => {
    const world = aHooksFixture([
      'mkdir {site}/busy && until [ -e {site}/go ]; do sleep 0.01; done; rmdir {site}/busy && echo run',
    ])
    for (let n = 0; n < 5; n++) world.hooks.request()
    await expect.poll(() => existsSync(join(world.dir, 'busy'))).toBe(true)
    for (let n = 0; n < 5; n++) world.hooks.request()
    writeFileSync(join(world.dir, 'go'), '')
    await world.hooks.settled()
    expect(world.lines).toEqual(['publish.after[0]: run', 'publish.after[0]: run'])
  })

  test('output without end is cut', async () => {
    const world = aHooksFixture(['seq 1 5000'])
    world.hooks.request()
    await world.hooks.settled()
    expect(world.lines).toHaveLength(101)
    expect(world.lines.at(-1)).toBe('publish.after[0]: … and 4900 more lines')
  })

  test('stopping ends a running command at once', async () => {
    const world = aHooksFixture(['echo started; sleep 1000'])
    world.hooks.request()
    await expect.poll(() => world.lines.length).toBe(1)
    await world.hooks.stop()
    expect(world.heldCount()).toBe(0)
  })

  test('a command that ignores the request to end is killed two seconds later', async () => {
    const world = aHooksFixture(["trap '' TERM; echo started; sleep 1000"])
    world.hooks.request()
    await expect.poll(() => world.lines.length).toBe(1)
    let stopped = false
    const stopping = world.hooks.stop().then(() => (stopped = true))
    await world.clock.advance(1_999)
    expect(stopped).toBe(false)
    await world.clock.advance(1)
    await stopping
  })
})

/** Whether a process is there and not merely waiting for its parent to learn of its end. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

test('a plain path stays as it is, so that quotes around {site} do no harm', () => {
  expect(shellQuoted('/srv/status/.releases/a-1', 'linux')).toBe('/srv/status/.releases/a-1')
  expect(shellQuoted(String.raw`C:\status page\site`, 'win32')).toBe(String.raw`"C:\status page\site"`)
})
