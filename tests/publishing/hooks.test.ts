import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Hooks, createHooks, shellQuoted } from '../../collector/publishing/hooks.ts'
import { aFolder } from './release/builders.ts'

type HooksFixture = {
  readonly hooks: Hooks
  readonly dir: string
  readonly lines: string[]
  heldCount(): number
}

function aHooksFixture(after: readonly string[], { timeout = 5_000, folder = 'site' } = {}): HooksFixture {
  const dir = join(aFolder(), folder)
  mkdirSync(dir)
  const lines: string[] = []
  let held = 0
  const hooks = createHooks({
    after,
    timeout,
    log: { info: (line) => lines.push(line), error: (line) => lines.push(`ERROR ${line}`) },
    hold() {
      held++
      return { dir, release: () => void held-- }
    },
  })
  onTestFinished(() => hooks.stop())
  return { hooks, dir, lines, heldCount: () => held }
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

  test('a failing command is told and the next one runs all the same', async () => {
    const world = aHooksFixture(['exit 3', 'echo second'])
    world.hooks.request()
    await world.hooks.settled()
    expect(world.lines).toEqual([
      'ERROR publish.after[0] failed: exit code 3. The page itself is published',
      'publish.after[1]: second',
    ])
  })

  test('a command that takes too long is ended, with all it has started', async () => {
    const world = aHooksFixture(['(sleep 0.6; touch {site}/late) & wait'], { timeout: 100 })
    world.hooks.request()
    await world.hooks.settled()
    expect(world.lines).toEqual(['ERROR publish.after[0] was ended: it took longer than 0.1 s'])
    await sleep(700)
    expect(existsSync(join(world.dir, 'late'))).toBe(false)
  })

  test('requests that come while commands run become a single further run, never two at once', async () => {
    const world = aHooksFixture(['mkdir {site}/busy && sleep 0.1 && rmdir {site}/busy && echo run'])
    for (let n = 0; n < 5; n++) world.hooks.request()
    await sleep(20)
    for (let n = 0; n < 5; n++) world.hooks.request()
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
    const world = aHooksFixture(['sleep 30'])
    world.hooks.request()
    await sleep(30)
    const started = performance.now()
    await world.hooks.stop()
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

test('a plain path stays as it is, so that quotes around {site} do no harm', () => {
  expect(shellQuoted('/srv/status/.releases/a-1', 'linux')).toBe('/srv/status/.releases/a-1')
  expect(shellQuoted(String.raw`C:\status page\site`, 'win32')).toBe(String.raw`"C:\status page\site"`)
})
