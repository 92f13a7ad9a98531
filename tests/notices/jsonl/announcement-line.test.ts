import { expect, test } from 'vitest'
import type { Announcement } from '../../../collector/core/announcement/announcement.ts'
import { formatNoticeLine, parseNoticeLine } from '../../../collector/notices/jsonl/notice-line.ts'
import { mergeImportedAnnouncement } from '../../../collector/notices/service/merge-announcement.ts'
import { config, now } from '../files/folder-of-notices.ts'

const line = {
  kind: 'announcement',
  id: 'cstate-issue-12',
  title: 'Hello',
  body: { fr: 'Bonjour', de: 'Hallo' },
  published_at: '2026-11-20T09:00:00Z',
}
const read = (value: object) => parseNoticeLine(JSON.stringify(value), config, now)
const row = (value: object): Announcement => {
  const parsed = read(value)
  if (!parsed.ok || parsed.kind !== 'announcement') throw new Error(JSON.stringify(parsed))
  return parsed.row
}

test('an announcement comes out of a line as it went in', () => {
  const whole = row({ ...line, until: '2026-12-01T00:00:00Z', pinned: true, notify: false, author: 'Ann' })
  expect(row(line)).toMatchObject({ until: null, pinned: false, author: 'import', version: 1 })
  for (const notice of [whole, row(line)])
    expect(row(JSON.parse(formatNoticeLine({ kind: 'announcement', notice })) as object)).toEqual(notice)
})

test('an import that is repeated changes nothing, one that says otherwise is a correction, one corrected here stays', () => {
  const stored = row(line)
  expect(mergeImportedAnnouncement(row(line), stored, now)).toBeNull()
  const changed = mergeImportedAnnouncement(row({ ...line, title: 'Hello all' }), stored, now)!
  expect(changed).toMatchObject({
    title: 'Hello all',
    version: 2,
    corrections: [{ by: 'import', what: 'title', before: 'Hello' }],
  })
  expect(mergeImportedAnnouncement(row({ ...line, title: 'Hello all' }), changed, now)).toBeNull()
  const here = { ...stored, corrections: [{ at: now, by: 'Ann', what: 'title', before: 'Hi' }] }
  expect(mergeImportedAnnouncement(row({ ...line, title: 'Hello all' }), here, now)).toBeNull()
})

test('what a line cannot say of an announcement is refused', () => {
  expect(read({ ...line, components: ['api'] })).toMatchObject({ ok: false })
  expect(read({ ...line, until: '2026-11-19T00:00:00Z' })).toEqual({
    ok: false,
    problems: ['"until" is not after it is published. Write a later time, or leave it out.'],
  })
  expect(read({ ...line, kind: 'announcment' })).toEqual({
    ok: false,
    problems: ['"kind" is none known here. Write "incident", "maintenance" or "announcement".'],
  })
})
