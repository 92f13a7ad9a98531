import type { LineCounter } from 'yaml'
import { formatPath } from './problem.ts'
import type { Path, Problem } from './problem.ts'
import { isSecretPlace, withoutUserinfo } from './secrets.ts'
import { placeKey } from './yaml-tree.ts'
import type { Place, Tree } from './yaml-tree.ts'

/** Makes problems at paths and offsets of one file. */
export type Locator = {
  /** At a value; at its key where it has no value; at the nearest thing above where it is not there at all. */
  problem(path: Path, message: string, where?: 'key' | 'value'): Problem
  problemAt(offset: number, path: Path, message: string): Problem
  /** The place of a value, or undefined when it is not in the file. */
  place(path: Path): Place | undefined
  /** The value at a path as it may be repeated in a message: as written, never what the environment gave. */
  shown(path: Path): string
  /** Whether any word of the value may be repeated, or worked into a suggestion. */
  quotable(path: Path): boolean
  /** Whether a name found elsewhere in the file may be repeated: the environment gave none of it. */
  repeatable(name: string): boolean
}

/** `file` is what messages call the file. */
export function locator(file: string, lines: LineCounter, tree: Tree): Locator {
  const place = (path: Path) => tree.places.get(placeKey(path))
  const problemAt = (offset: number, path: Path, message: string): Problem => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col), path: formatPath(path), message }
  }
  const given = new Set([...tree.places.values()].flatMap((found) => found.given ?? []))
  const quotable = (path: Path): boolean => {
    const found = place(path)
    return found !== undefined && found.taken.length === 0 && !isSecretPlace(path)
  }
  return {
    place,
    problemAt,
    quotable,
    repeatable: (name) => !given.has(name),
    problem(path, message, where = 'value') {
      for (let depth = path.length; depth >= 0; depth--) {
        const found = place(path.slice(0, depth))
        if (found !== undefined)
          return problemAt(where === 'key' && depth === path.length ? found.key : found.at, path, message)
      }
      return problemAt(0, path, message)
    },
    shown(path) {
      const found = place(path)
      if (found === undefined) return 'it'
      if (found.source === null) return 'this'
      if (isSecretPlace(path) && found.taken.length === 0) return 'the value'
      const text = withoutUserinfo(found.source)
      return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text)
    },
  }
}
