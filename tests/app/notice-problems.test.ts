import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Log } from '../../collector/app/log.ts'
import { createNoticeProblems } from '../../collector/app/notices/notice-problems.ts'
import { createFileSync } from '../../collector/notices/files/sync-files.ts'
import { aNoticeFolder } from '../notices/files/folder-of-notices.ts'

const incident = `---
kind: incident
title: Slow API
components: { api: degraded_performance }
---
We look.
`

async function aWatchedFolder() {
  const lines: string[] = []
  const say = (line: string): void => void lines.push(line)
  const problems = createNoticeProblems({ info: say, warn: say, error: say } as unknown as Log)
  const folder = await aNoticeFolder({ onProblem: problems.report })
  const files = createFileSync(folder.deps)
  const titles = async () =>
    (await folder.store.incidents()).filter(({ withdrawn }) => !withdrawn).map(({ id }) => id)
  return { ...folder, problems, lines, pass: () => files.pass(true), titles }
}

test.each<[string, (dir: string, home: string) => void]>([
  ['emptied', (dir) => writeFileSync(join(dir, 'slow.md'), '')],
  ['not UTF-8', (dir) => writeFileSync(join(dir, 'slow.md'), Buffer.from([0x2d, 0xe9]))],
  ['too large', (dir) => writeFileSync(join(dir, 'slow.md'), 'a'.repeat(5_000_000))],
  ['a folder', (dir) => mkdirSync(join(dir, 'slow.md'))],
  [
    'a link that leads away',
    (dir, home) => {
      writeFileSync(join(home, 'elsewhere.md'), incident)
      symlinkSync(join(home, 'elsewhere.md'), join(dir, 'slow.md'))
    },
  ],
])('a file that becomes %s leaves the page as it is, and is shown until it is mended', async (_, spoil) => {
  const { dir, home, write, remove, pass, problems, lines, titles } = await aWatchedFolder()
  write('slow.md', incident)
  await pass()
  const [id] = await titles()
  remove('slow.md')
  spoil(dir, home)
  await pass()
  await pass()
  expect(problems.warnings()).toEqual([
    expect.stringMatching(/^slow\.md:1:1 is ignored until it is corrected: the log says why$/),
  ])
  expect(lines).toHaveLength(2)
  expect(await titles()).toEqual([id])
  remove('slow.md')
  write('slow.md', incident)
  await pass()
  expect(problems.warnings()).toEqual([])
  expect(lines.slice(2)).toEqual(['slow.md can be read again'])
  expect(await titles()).toEqual([id])
})

test('a file that goes while it is broken is said to be gone, and is there again when it comes back', async () => {
  const { write, remove, pass, problems, lines, titles } = await aWatchedFolder()
  write('slow.md', incident)
  await pass()
  const [id] = await titles()
  write('slow.md', 'kind: nothing')
  await pass()
  remove('slow.md')
  await pass()
  expect(problems.warnings()).toEqual([])
  expect(lines.at(-1)).toBe('slow.md is gone, and its notice from the page')
  expect(await titles()).toEqual([])
  write('slow.md', incident)
  await pass()
  expect(await titles()).toEqual([id])
})

test('many broken files are counted, and nothing of what they say is shown', async () => {
  const { write, pass, problems } = await aWatchedFolder()
  for (let n = 10; n < 35; n++) write(`file-${n}.md`, `---\nkind: secret-${n}\n---\n`)
  await pass()
  const warnings = problems.warnings()
  expect(warnings).toHaveLength(21)
  expect(warnings.at(-1)).toBe('5 more files of notices are ignored until they are corrected')
  expect(warnings.join()).not.toContain('secret')
})
