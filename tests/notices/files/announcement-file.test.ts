import { expect, test } from 'vitest'
import { createFileValidator } from '../../../collector/notices/files/validate-file.ts'
import { aNoticeFolder, config, now } from './folder-of-notices.ts'

const name = '2026-11-20-new.md'
const file = (more = '', body = 'We have moved.\n\n### en\nWe moved.\n') =>
  `---\nkind: announcement\ntitle: { fr: Nouveau, en: New }\n${more}---\n${body}`

test('the file of an announcement is one, and no incident', async () => {
  const folder = await aNoticeFolder()
  folder.write(name, file('at: 2026-11-20 09:00\nuntil: 2026-11-30 18:00\npinned: true\nnotify: false\n'))
  await folder.apply()
  expect(folder.reported).toEqual([])
  expect(await folder.store.incidents()).toEqual([])
  expect(await folder.store.announcements()).toMatchObject([
    {
      title: { fr: 'Nouveau', en: 'New' },
      body: { fr: 'We have moved.', en: 'We moved.' },
      publishedAt: Date.parse('2026-11-20T08:00:00Z'),
      writtenAt: now,
      until: Date.parse('2026-11-30T17:00:00Z'),
      pinned: true,
      notify: false,
      author: name,
      file: name,
    },
  ])
})

test('without a date it is dated when it was first seen, whatever is edited later; removed it leaves the page', async () => {
  const folder = await aNoticeFolder()
  folder.write(name, file())
  await folder.apply()
  folder.write(name, file('pinned: true\n', 'We have moved again.\n'))
  await folder.apply(now + 3_600_000)
  const [one] = await folder.store.announcements()
  expect(one).toMatchObject({
    publishedAt: now,
    pinned: true,
    version: 2,
    corrections: [{ what: 'body' }, { what: 'pinned', before: false }],
  })
  await folder.apply(now + 3_600_000)
  expect((await folder.store.announcements())[0]!.version).toBe(2)
  folder.remove(name)
  await folder.apply(now + 7_200_000)
  expect((await folder.store.announcements())[0]).toMatchObject({ withdrawn: { by: name } })
})

test('what an older Vigie took for a resolved incident becomes the announcement it is, of the same date', async () => {
  const folder = await aNoticeFolder()
  const was = now - 86_400_000
  const incident = file().replace('announcement', 'incident').replace('---\nWe', 'status: resolved\n---\nWe')
  folder.write(name, incident)
  await folder.apply(was)
  const { id } = await folder.incident()
  folder.write(name, file())
  await folder.apply()
  expect(await folder.store.announcements()).toMatchObject([{ id, publishedAt: was }])
  expect((await folder.incident()).withdrawn).toMatchObject({ by: name })
})

test('a dated heading alone dates it; two texts, an early end and unknown settings are refused by their line', async () => {
  const folder = await aNoticeFolder()
  folder.write(name, file('', '## 2026-11-20 09:00\n\nWe have moved.\n'))
  await folder.apply()
  expect(await folder.store.announcements()).toMatchObject([
    { publishedAt: Date.parse('2026-11-20T08:00:00Z'), body: 'We have moved.' },
  ])
  const problems = (text: string) =>
    createFileValidator(config, now)({ name, text }).problems.map(({ line, message }) => `${line} ${message}`)
  expect(problems(file('', 'One.\n\n## 2026-11-20 09:00\n\nTwo.\n'))).toEqual([
    '7 An announcement is one text. Write a file of its own for each, or one text without dated headings.',
  ])
  expect(problems(file('at: 2026-11-20 09:00\nuntil: 2026-11-19 09:00\n'))).toEqual([
    '5 until: is not after it is published. Write a later time, or leave it out.',
  ])
  expect(problems(file('until: 2026-11-19 09:00\n'))).toEqual([
    '4 until: is not after it is published. Write a later time, or leave it out.',
  ])
  expect(problems(file('', '\n')).join()).toContain('There is no message.')
  expect(problems(file('until: +2d\n')).join()).toContain('has no date')
  expect(problems(file('impact: major\n')).join()).toContain('4 impact: is not known here')
})
