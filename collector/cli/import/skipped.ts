import { listSome } from '../../app/errors.ts'

/** What `--skip-unknown` left out, by name and how often. */
export function describeSkipped(kind: 'monitor' | 'component', skipped: ReadonlyMap<string, number>): string {
  const total = [...skipped.values()].reduce((sum, count) => sum + count, 0)
  const names = [...skipped].map(([id, count]) => `${id} (${count})`)
  return `${total === 1 ? '1 line was' : `${total} lines were`} left out, about ${skipped.size === 1 ? `a ${kind}` : `${skipped.size} ${kind}s`} not known here: ${listSome(names)}.`
}
