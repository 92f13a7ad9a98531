import type { Store } from '../../store/store.ts'
import { writeLine } from '../../notices/jsonl/notice-line.ts'
import type { Terminal } from '../../app/terminal.ts'

/** `vigie export notices`: every incident and maintenance as a line that `import notices` reads, oldest first. */
export async function exportNotices(terminal: Pick<Terminal, 'out'>, store: Store): Promise<number> {
  for (const incident of (await store.incidents()).toReversed()) terminal.out(writeLine('incident', incident))
  for (const maintenance of (await store.maintenances()).toReversed())
    terminal.out(writeLine('maintenance', maintenance))
  return 0
}
