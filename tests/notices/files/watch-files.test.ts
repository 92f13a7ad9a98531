import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type FileSyncDeps, watchNoticeFiles } from '../../../collector/notices/files/watch-files.ts'
import { type FakeClock, settle } from '../../fake-clock.ts'
import { aNoticeFolder, now } from './folder-of-notices.ts'

const name = '2026-11-22-slow-api.md'
const words = (text: string): string => `---\nkind: incident\ntitle: Slow\n---\n${text}\n`

/** A folder with its folder watched. */
async function watched(deps: Partial<FileSyncDeps> = {}, before: (dir: string) => void = () => {}) {
  const folder = await aNoticeFolder(deps)
  before(folder.dir)
  const files = await watchNoticeFiles(folder.deps)
  onTestFinished(() => files.stop())
  return folder
}

type WatchedFolder = Awaited<ReturnType<typeof watched>>

/**
 * Let time pass until something is as expected, at most `ms` of it. It stands still while a look at the folder is under
 * way: a slow disk takes none of it.
 */
async function within<Value>(
  { clock }: WatchedFolder,
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
  const folder = await watched({}, (dir) => writeFileSync(join(dir, name), words('A')))
  expect((await folder.incident()).updates[0]!.body).toBe('A')
})

test('a file that comes, changes and goes is seen within two seconds; when it comes back, so does its notice', async () => {
  const folder = await watched()
  const body = async () => (await folder.store.incidents())[0]?.updates[0]!.body
  const away = async () => (await folder.incident()).withdrawn
  folder.write(name, words('A'))
  await within(folder, body, 'A')
  folder.write(name, words('B'))
  await within(folder, body, 'B')
  folder.remove(name)
  await within(folder, away, { at: now, by: name })
  folder.write(name, words('B'))
  await within(folder, away, undefined)
  expect(folder.reported).toEqual([])
})

test('editors that write beside a file and replace it, or remove it for a moment, lose nothing', async () => {
  const folder = await watched()
  folder.write(name, words('A'))
  await within(folder, async () => (await folder.store.incidents()).length, 1)
  folder.write(`.${name}.swp`, 'swap')
  folder.write(`${name}~`, 'backup')
  folder.write('4913', '')
  folder.remove(name)
  await pass(folder.clock, 100)
  folder.write('.tmp-1', words('B'))
  renameSync(join(folder.dir, '.tmp-1'), join(folder.dir, name))
  await within(folder, async () => (await folder.incident()).updates[0]!.body, 'B')
  for (let n = 0; n < 20; n++) await pass(folder.clock, 100)
  expect(await folder.incident()).toMatchObject({ version: 2 })
  expect((await folder.incident()).withdrawn).toBeUndefined()
  expect(await folder.store.incidents()).toHaveLength(1)
  expect(folder.reported).toEqual([])
})

test('a broken file changes nothing, and is reported once per change and when it is mended', async () => {
  const folder = await watched()
  folder.write(name, words('A'))
  await within(folder, async () => (await folder.store.incidents()).length, 1)
  folder.write(name, words('A').replace('kind: incident', 'kind: incidnet'))
  await within(folder, () => folder.reported.length, 1)
  expect(folder.reported[0]).toEqual([expect.stringMatching(/^2026-11-22-slow-api\.md:2:7 kind: /)])
  for (let n = 0; n < 20; n++) await pass(folder.clock, 100)
  folder.write(name, words('B'))
  await within(folder, () => folder.reported.length, 2)
  expect(folder.reported[1]).toEqual([])
  expect((await folder.incident()).updates[0]!.body).toBe('B')
  expect((await folder.incident()).version).toBe(2)
})

test('the folder may come later, and its going away takes nothing off the page', async () => {
  const folder = await watched({}, (dir) => rmSync(dir, { recursive: true }))
  expect(folder.reported).toEqual([])
  mkdirSync(folder.dir)
  folder.write(name, words('A'))
  await within(folder, async () => (await folder.store.incidents()).length, 1, 3_000)
  rmSync(folder.dir, { recursive: true })
  await within(folder, () => folder.reported.flat(), [expect.stringContaining('the folder is gone')], 3_000)
  expect((await folder.incident()).withdrawn).toBeUndefined()
})

test('every Markdown file is a notice but README.md, hidden ones and drafts', async () => {
  const folder = await aNoticeFolder()
  for (const other of ['README.md', 'notes.txt', '2026-11-22-x.txt', '.2026-11-22-x.md', '_draft.md'])
    folder.write(other, words('A'))
  await folder.apply()
  expect(folder.reported).toEqual([])
  expect(await folder.store.incidents()).toEqual([])
  folder.write('slow-api.md', words('A'))
  folder.write('thoughts.md', '# Not a notice')
  await folder.apply()
  expect((await folder.incident()).updates[0]!.body).toBe('A')
  expect(folder.reported.flat()).toEqual([
    expect.stringMatching(/^thoughts\.md:1:1 The file does not begin with front/),
  ])
})

test('links out of the folder, folders, pipes, huge files, other encodings and copies are refused by name', async () => {
  const folder = await aNoticeFolder()
  writeFileSync(join(folder.home, 'secret.md'), words('secret'))
  symlinkSync(join(folder.home, 'secret.md'), join(folder.dir, '2026-11-01-link.md'))
  symlinkSync(join(folder.home, 'nothing'), join(folder.dir, '2026-11-02-dangling.md'))
  mkdirSync(join(folder.dir, '2026-11-03-folder.md'))
  folder.write('2026-11-04-huge.md', words('x'.repeat(1_100_000)))
  folder.write('2026-11-05-latin.md', Buffer.from(words('é'), 'latin1'))
  folder.write('2026-11-06-x.sync-conflict-1.md', words('A'))
  execFileSync('mkfifo', [join(folder.dir, '2026-11-07-pipe.md')])
  await folder.apply()
  expect(folder.reported.flat()).toEqual([
    expect.stringMatching(/^2026-11-01-link\.md:1:1 The file is a link that leads out/),
    expect.stringMatching(/^2026-11-02-dangling\.md:1:1 The file cannot be read/),
    expect.stringMatching(/^2026-11-03-folder\.md:1:1 This is not a file/),
    expect.stringMatching(/^2026-11-04-huge\.md:1:1 The file is larger than 1 MiB/),
    expect.stringMatching(/^2026-11-05-latin\.md:1:1 The file is not UTF-8/),
    expect.stringMatching(/^2026-11-06-x\.sync-conflict-1\.md:1:1 Its name has a dot/),
    expect.stringMatching(/^2026-11-07-pipe\.md:1:1 This is not a file/),
  ])
  expect(await folder.store.incidents()).toEqual([])
})

test('a link to a file within the folder is a notice, as mounted configurations have them', async () => {
  const folder = await aNoticeFolder()
  mkdirSync(join(folder.dir, '..data'))
  folder.write(join('..data', name), words('A'))
  symlinkSync(join('..data', name), join(folder.dir, name))
  await folder.apply()
  expect(folder.reported).toEqual([])
  expect((await folder.incident()).updates[0]!.body).toBe('A')
})

test('a file that went while nobody watched is taken off the page at the next start', async () => {
  const folder = await aNoticeFolder()
  folder.write(name, words('A'))
  await folder.apply()
  folder.remove(name)
  await folder.apply(now + 5)
  expect((await folder.incident()).withdrawn).toEqual({ at: now + 5, by: name })
  await folder.apply(now + 10)
  expect((await folder.incident()).version).toBe(2)
})

test('what a person took off the page does not come back by itself', async () => {
  const folder = await aNoticeFolder()
  folder.write(name, words('A'))
  await folder.apply()
  const row = await folder.incident()
  await folder.store.commit({ incidents: [{ ...row, withdrawn: { at: now, by: 'ada' }, version: 2 }] })
  await folder.apply()
  expect((await folder.incident()).version).toBe(2)
  folder.write(name, words('B'))
  await folder.apply()
  expect((await folder.incident()).version).toBe(2)
  expect(folder.reported.flat()).toEqual([expect.stringContaining('taken off the page by "ada"')])
})

test('an id of its own stays when the file is renamed, and is refused where another notice has it', async () => {
  const folder = await aNoticeFolder()
  const own = (text: string) => words(text).replace('title', 'id: slow-1\ntitle')
  folder.write(name, own('A'))
  await folder.apply()
  folder.remove(name)
  folder.write('2026-11-22-new-name.md', own('A'))
  await folder.apply()
  expect(await folder.store.incidents()).toHaveLength(1)
  expect(await folder.incident()).toMatchObject({ id: 'slow-1', file: '2026-11-22-new-name.md' })
  expect((await folder.incident()).withdrawn).toBeUndefined()
  folder.write('2026-11-23-second.md', own('B'))
  await folder.apply()
  expect(folder.reported.flat()).toEqual([
    expect.stringMatching(/^2026-11-23-second\.md:3:5 id: There is another notice/),
  ])
  expect((await folder.incident()).updates[0]!.body).toBe('A')
})

test('others who write the same notice at the same moment lose nothing', async () => {
  const folder = await aNoticeFolder()
  folder.write(name, words('A'))
  await folder.apply()
  folder.write(name, words('B'))
  const { commit } = folder.store
  let raced = false
  const store = {
    ...folder.store,
    async commit(facts: Parameters<typeof commit>[0]) {
      if (!raced && facts.incidents) {
        raced = true
        const row = await folder.incident()
        const update = { ...row.updates[0]!, id: 'other', at: now + 1, body: 'Z', author: 'ada' }
        await commit({ incidents: [{ ...row, updates: [...row.updates, update], version: row.version + 1 }] })
      }
      return commit(facts)
    },
  }
  const { syncNoticeFiles } = await import('../../../collector/notices/files/watch-files.ts')
  await syncNoticeFiles({ ...folder.deps, service: folder.serviceOn(store).files })
  expect((await folder.incident()).updates.map(({ body }) => body)).toEqual(['B', 'Z'])
})
