import { formatNoticeLine } from '../../notices/jsonl/notice-line.ts'
import type { Terminal } from '../../app/terminal.ts'
import type { NoticeReader } from '../../store/notice-store.ts'

/** `vigie export notices`: every notice as a line that `import notices` reads, oldest first. */
export async function exportNotices(terminal: Pick<Terminal, 'out'>, store: NoticeReader): Promise<number> {
  for (const incident of (await store.incidents()).toReversed())
    terminal.out(formatNoticeLine({ kind: 'incident', notice: incident }))
  for (const maintenance of (await store.maintenances()).toReversed())
    terminal.out(formatNoticeLine({ kind: 'maintenance', notice: maintenance }))
  for (const announcement of (await store.announcements()).toReversed())
    terminal.out(formatNoticeLine({ kind: 'announcement', notice: announcement }))
  return 0
}
