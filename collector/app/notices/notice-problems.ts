import { basename } from 'node:path'
import type { Log } from '../log.ts'

/** What is wrong with files of notices, and with their folder. */
export type NoticeProblems = {
  /** The problems of a file, in its place; none where it was mended, or is gone. */
  report(lines: readonly string[], file: string, isGone: boolean): void
  /** The files that are wrong now, a line each without what they say: everybody may read it. */
  warnings(): readonly string[]
  /** The files are read again: what is wrong with them is reported again. */
  clear(): void
}

/** So many files are named; a longer list helps nobody. */
const maxNamed = 20

/** Problems are logged when they are reported. */
export function createNoticeProblems(log: Log): NoticeProblems {
  /** Where the first problem of each file is, behind its name. */
  const places = new Map<string, string>()
  return {
    report(lines, file, isGone) {
      for (const line of lines) log.error(line)
      const [first] = lines
      if (first === undefined) {
        places.delete(file)
        log.info(isGone ? `${file} is gone, and its notice from the page` : `${file} can be read again`)
      } else {
        places.set(file, /\.md(:\d+:\d+) /.exec(first)?.[1] ?? '')
        log.error(`${file}: ignored until it is corrected; its last valid content stays published`)
      }
    },
    warnings() {
      const named = [...places].slice(0, maxNamed)
      const others = places.size - named.length
      return [
        ...named.map(
          ([file, place]) => `${basename(file)}${place} is ignored until it is corrected: the log says why`,
        ),
        ...(others > 0 ? [`${others} more files of notices are ignored until they are corrected`] : []),
      ]
    },
    clear: () => places.clear(),
  }
}
