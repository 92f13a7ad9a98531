import { expect, test } from 'vitest'
import { aNoticeFolder, now } from './folder-of-notices.ts'

// A digest that changes with an upgrade would take every file for rewritten, and undo what others have changed since.
test('the digest of what a file declares is that of the versions before', async () => {
  const folder = await aNoticeFolder()
  folder.write(
    'disks.md',
    '---\nkind: maintenance\ntitle: { fr: Disques, en: Disks }\nid: disks\nfrom: 2026-12-06 04:00\nuntil: 2026-12-06 06:00\ncomponents: [api]\nimpact: major\nclass: weekly\nreason: Age\nalternatives: None\ntasks: [Swap]\nauthor: Ann\n---\nShort cuts.\n\n## 2026-11-22 15:00\nSave your work.\n',
  )
  folder.write(
    'slow.md',
    '---\nkind: incident\ntitle: Slow\nid: slow\nstarted: 2026-11-22 15:00\npriority: P2\ncomponents: [api]\n---\nWe look.\n\n## 2026-11-22 15:12 resolved\nimpact: minor\n\nDone.\n\n## 2026-11-22 16:00 postmortem\nroot_cause: Age\n\nLearnt.\n',
  )
  await folder.apply(now)
  expect(folder.reported).toEqual([])
  expect([(await folder.maintenance()).fileSays, (await folder.incident()).fileSays]).toMatchInlineSnapshot(`
    [
      "959b26c774ff0e8c",
      "a3fbad78fde81c42",
    ]
  `)
})
