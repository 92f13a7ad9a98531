import type { LineCounter } from 'yaml'
import { type ConfigPath, type ConfigProblem, formatPath } from './problem.ts'
import { isSecretPath, redactUserinfo } from './secrets.ts'
import { type ConfigTree, pathKey, type SourcePosition } from './yaml/yaml-tree.ts'

/** Makes problems at paths and offsets of one file. */
export type Locator = {
  /** At a value; at its key where it has no value; at the nearest thing above where it is not there at all. */
  problem(path: ConfigPath, message: string, where?: 'key' | 'value'): ConfigProblem
  problemAt(offset: number, path: ConfigPath, message: string): ConfigProblem
  /** The place of a value, or undefined when it is not in the file. */
  position(path: ConfigPath): SourcePosition | undefined
  /** The value at a path as it may be repeated in a message: as written, never what the environment gave. */
  display(path: ConfigPath): string
  /** Whether any word of the value may be repeated, or worked into a suggestion. */
  isQuotable(path: ConfigPath): boolean
  /** Whether a name found elsewhere in the file may be repeated: the environment gave none of it. */
  isRepeatable(name: string): boolean
}

/** `file` is what messages call the file. */
export function createLocator(file: string, lines: LineCounter, tree: ConfigTree): Locator {
  const position = (path: ConfigPath) => tree.positions.get(pathKey(path))
  const problemAt = (offset: number, path: ConfigPath, message: string): ConfigProblem => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col), path: formatPath(path), message }
  }
  const environmentValues = new Set([...tree.positions.values()].flatMap((place) => place.interpolated ?? []))
  const isQuotable = (path: ConfigPath): boolean => {
    const place = position(path)
    return place !== undefined && place.variables.length === 0 && !isSecretPath(path)
  }
  return {
    position,
    problemAt,
    isQuotable,
    isRepeatable: (name) => !environmentValues.has(name),
    problem(path, message, where = 'value') {
      for (let depth = path.length; depth >= 0; depth--) {
        const place = position(path.slice(0, depth))
        if (place !== undefined)
          return problemAt(where === 'key' && depth === path.length ? place.key : place.at, path, message)
      }
      return problemAt(0, path, message)
    },
    display(path) {
      const place = position(path)
      if (place === undefined) return 'it'
      if (place.source === null) return 'this'
      if (isSecretPath(path) && place.variables.length === 0) return 'the value'
      const text = redactUserinfo(place.source)
      return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text)
    },
  }
}
