import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type FileSyncDeps, watchNoticeFiles } from '../../../collector/notices/files/watch-files.ts'
import { type FakeClock, settle } from '../../fake-clock.ts'
import { aDesk, now } from './folder-of-notices.ts'

const name = '2026-11-22-slow-api.md'
const words = (text: string): string => `---\nkind: incident\ntitle: Slow\n---\n${text}\n`

/** A desk with its folder watched. */
async function watched(deps: Partial<FileSyncDeps> = {}, before: (dir: string) => void = () => {}) {
  const desk = await aDesk(deps)
  before(desk.dir)
  const files = await watchNoticeFiles(desk.deps)
  onTestFinished(() => files.stop())
  return desk
}

type Desk = Awaited<ReturnType<typeof watched>>

/**
 * Let time pass until something is as expected, at most `ms` of it. It stands still while a look at the folder is under
 * way: a slow disk takes none of it.
 */
async function within<Value>(
  { clock }: Desk,
  seen: () => Value | Promise<Value>,
  expected: unknown,
  ms = 2_000,
): Promise<void> {
  const until = clock.monotonic() + ms
  while (clock.monotonic() < until) {
    if (isEqual(await seen(), expected)) return
    await pass(clock, 20)
  }
  expect(await seen()).toEqual(expected)
}

const isEqual = (value: unknown, expected: unknown): boolean => {
  try {
    expect(value).toEqual(expected)
    return true
  } catch {
    return false
  }
}

/** Let some ms pass, once the look under way has ended. */
async function pass(clock: FakeClock, ms: number): Promise<void> {
  while (clock.waiting() === 0) await settle(1)
  await clock.advance(ms)
}

test('what is there at the start is stored when watching has begun', async () => {
  const desk = await watched({}, (dir) => writeFileSync(join(dir, name), words('A')))
  expect((await desk.incident()).updates[0]!.body).toBe('A')
})

test('a file that comes, changes and goes is seen within two seconds; when it comes back, so does its notice', async () => {
  const desk = await watched()
  const body = async () => (await desk.store.incidents())[0]?.updates[0]!.body
  const away = async () => (await desk.incident()).withdrawn
  desk.write(name, words('A'))
  await within(desk, body, 'A')
  desk.write(name, words('B'))
  await within(desk, body, 'B')
  desk.remove(name)
  await within(desk, away, { at: now, by: name })
  desk.write(name, words('B'))
  await within(desk, away, undefined)
  expect(desk.told).toEqual([])
})

test('editors that write beside a file and replace it, or remove it for a moment, lose nothing', async () => {
  const desk = await watched()
  desk.write(name, words('A'))
  await within(desk, async () => (await desk.store.incidents()).length, 1)
  desk.write(`.${name}.swp`, 'swap')
  desk.write(`${name}~`, 'backup')
  desk.write('4913', '')
  desk.remove(name)
  await pass(desk.clock, 100)
  desk.write('.tmp-1', words('B'))
  renameSync(join(desk.dir, '.tmp-1'), join(desk.dir, name))
  await within(desk, async () => (await desk.incident()).updates[0]!.body, 'B')
  for (let n = 0; n < 20; n++) await pass(desk.clock, 100)
  expect(await desk.incident()).toMatchObject({ version: 2 })
  expect((await desk.incident()).withdrawn).toBeUndefined()
  expect(await desk.store.incidents()).toHaveLength(1)
  expect(desk.told).toEqual([])
})

test('a broken file changes nothing, is told once per change, and when it is mended', async () => {
  const desk = await watched()
  desk.write(name, words('A'))
  await within(desk, async () => (await desk.store.incidents()).length, 1)
  desk.write(name, words('A').replace('kind: incident', 'kind: incidnet'))
  await within(desk, () => desk.told.length, 1)
  expect(desk.told[0]).toEqual([expect.stringMatching(/^2026-11-22-slow-api\.md:2:7 kind: /)])
  for (let n = 0; n < 20; n++) await pass(desk.clock, 100)
  desk.write(name, words('B'))
  await within(desk, () => desk.told.length, 2)
  expect(desk.told[1]).toEqual([])
  expect((await desk.incident()).updates[0]!.body).toBe('B')
  expect((await desk.incident()).version).toBe(2)
})

test('the folder may come later, and its going away takes nothing off the page', async () => {
  const desk = await watched({}, (dir) => rmSync(dir, { recursive: true }))
  expect(desk.told).toEqual([])
  mkdirSync(desk.dir)
  desk.write(name, words('A'))
  await within(desk, async () => (await desk.store.incidents()).length, 1, 3_000)
  rmSync(desk.dir, { recursive: true })
  await within(desk, () => desk.told.flat(), [expect.stringContaining('the folder is gone')], 3_000)
  expect((await desk.incident()).withdrawn).toBeUndefined()
})

test('every Markdown file is a notice but README.md, hidden ones and drafts', async () => {
  const desk = await aDesk()
  for (const other of ['README.md', 'notes.txt', '2026-11-22-x.txt', '.2026-11-22-x.md', '_draft.md'])
    desk.write(other, words('A'))
  await desk.apply()
  expect(desk.told).toEqual([])
  expect(await desk.store.incidents()).toEqual([])
  desk.write('slow-api.md', words('A'))
  desk.write('thoughts.md', '# Not a notice')
  await desk.apply()
  expect((await desk.incident()).updates[0]!.body).toBe('A')
  expect(desk.told.flat()).toEqual([
    expect.stringMatching(/^thoughts\.md:1:1 The file does not begin with front/),
  ])
})

test('links out of the folder, folders, pipes, huge files, other encodings and copies are refused by name', async () => {
  const desk = await aDesk()
  writeFileSync(join(desk.home, 'secret.md'), words('secret'))
  symlinkSync(join(desk.home, 'secret.md'), join(desk.dir, '2026-11-01-link.md'))
  symlinkSync(join(desk.home, 'nothing'), join(desk.dir, '2026-11-02-dangling.md'))
  mkdirSync(join(desk.dir, '2026-11-03-folder.md'))
  desk.write('2026-11-04-huge.md', words('x'.repeat(1_100_000)))
  desk.write('2026-11-05-latin.md', Buffer.from(words('é'), 'latin1'))
  desk.write('2026-11-06-x.sync-conflict-1.md', words('A'))
  execFileSync('mkfifo', [join(desk.dir, '2026-11-07-pipe.md')])
  await desk.apply()
  expect(desk.told.flat()).toEqual([
    expect.stringMatching(/^2026-11-01-link\.md:1:1 The file is a link that leads out/),
    expect.stringMatching(/^2026-11-02-dangling\.md:1:1 The file cannot be read/),
    expect.stringMatching(/^2026-11-03-folder\.md:1:1 This is not a file/),
    expect.stringMatching(/^2026-11-04-huge\.md:1:1 The file is larger than 1 MiB/),
    expect.stringMatching(/^2026-11-05-latin\.md:1:1 The file is not UTF-8/),
    expect.stringMatching(/^2026-11-06-x\.sync-conflict-1\.md:1:1 Its name has a dot/),
    expect.stringMatching(/^2026-11-07-pipe\.md:1:1 This is not a file/),
  ])
  expect(await desk.store.incidents()).toEqual([])
})

test('a link to a file within the folder is a notice, as mounted configurations have them', async () => {
  const desk = await aDesk()
  mkdirSync(join(desk.dir, '..data'))
  desk.write(join('..data', name), words('A'))
  symlinkSync(join('..data', name), join(desk.dir, name))
  await desk.apply()
  expect(desk.told).toEqual([])
  expect((await desk.incident()).updates[0]!.body).toBe('A')
})

test('a file that went while nobody watched is taken off the page at the next start', async () => {
  const desk = await aDesk()
  desk.write(name, words('A'))
  await desk.apply()
  desk.remove(name)
  await desk.apply(now + 5)
  expect((await desk.incident()).withdrawn).toEqual({ at: now + 5, by: name })
  await desk.apply(now + 10)
  expect((await desk.incident()).version).toBe(2)
})

test('what a person took off the page does not come back by itself', async () => {
  const desk = await aDesk()
  desk.write(name, words('A'))
  await desk.apply()
  const row = await desk.incident()
  await desk.store.commit({ incidents: [{ ...row, withdrawn: { at: now, by: 'ada' }, version: 2 }] })
  await desk.apply()
  expect((await desk.incident()).version).toBe(2)
  desk.write(name, words('B'))
  await desk.apply()
  expect((await desk.incident()).version).toBe(2)
  expect(desk.told.flat()).toEqual([expect.stringContaining('taken off the page by "ada"')])
})

test('an id of its own stays when the file is renamed, and is refused where another notice has it', async () => {
  const desk = await aDesk()
  const own = (text: string) => words(text).replace('title', 'id: slow-1\ntitle')
  desk.write(name, own('A'))
  await desk.apply()
  desk.remove(name)
  desk.write('2026-11-22-new-name.md', own('A'))
  await desk.apply()
  expect(await desk.store.incidents()).toHaveLength(1)
  expect(await desk.incident()).toMatchObject({ id: 'slow-1', file: '2026-11-22-new-name.md' })
  expect((await desk.incident()).withdrawn).toBeUndefined()
  desk.write('2026-11-23-second.md', own('B'))
  await desk.apply()
  expect(desk.told.flat()).toEqual([
    expect.stringMatching(/^2026-11-23-second\.md:3:5 id: There is another notice/),
  ])
  expect((await desk.incident()).updates[0]!.body).toBe('A')
})

test('others who write the same notice at the same moment lose nothing', async () => {
  const desk = await aDesk()
  desk.write(name, words('A'))
  await desk.apply()
  desk.write(name, words('B'))
  const { commit } = desk.store
  let raced = false
  const store = {
    ...desk.store,
    async commit(facts: Parameters<typeof commit>[0]) {
      if (!raced && facts.incidents) {
        raced = true
        const row = await desk.incident()
        const update = { ...row.updates[0]!, id: 'other', at: now + 1, body: 'Z', author: 'ada' }
        await commit({ incidents: [{ ...row, updates: [...row.updates, update], version: row.version + 1 }] })
      }
      return commit(facts)
    },
  }
  const { syncNoticeFiles } = await import('../../../collector/notices/files/watch-files.ts')
  await syncNoticeFiles({ ...desk.deps, service: desk.serviceOn(store).files })
  expect((await desk.incident()).updates.map(({ body }) => body)).toEqual(['B', 'Z'])
})
