import { LineCounter, isMap, isNode, isPair, parseDocument } from 'yaml'
import type { FileProblem, Passage, FilePosition } from './sections.ts'

/** Settings of a notice as written in its file, with the place of each. */
export type FrontMatterSettings = {
  readonly value: unknown
  readonly problems: readonly FileProblem[]
  /** Where a value stands, by a path with dots as in `Issue`; the nearest thing above where it is not there. */
  spot(path: string): FilePosition
}

const singleProblem = (spot: FilePosition, message: string): FrontMatterSettings => ({
  value: {},
  problems: [{ ...spot, message }],
  spot: () => spot,
})

/** Read YAML that stands in a file. */
export function parseYamlSettings({ line, lines }: Passage): FrontMatterSettings {
  const top: FilePosition = { line, column: 1 }
  const counter = new LineCounter()
  const document = parseDocument(lines.join('\n'), { lineCounter: counter, prettyErrors: false })
  const spotAt = (offset: number): FilePosition => {
    const at = counter.linePos(offset)
    return { line: line + Math.max(1, at.line) - 1, column: Math.max(1, at.col) }
  }
  const broken = [...document.errors, ...document.warnings]
  if (broken.length > 0) {
    // The rest follows from the first on a line; a text that is no YAML at all is reported ten times at most.
    const reported = new Map<number, FileProblem>()
    for (const { pos, message } of broken) {
      const spot = spotAt(pos[0])
      const cause = message.split('\n')[0]!.replace(/[.:]$/, '').slice(0, 120)
      if (!reported.has(spot.line) && reported.size < 10)
        reported.set(spot.line, {
          ...spot,
          message: `This cannot be read as YAML: ${cause}. Look for a missing quote, colon or bracket, or a wrong indent.`,
        })
    }
    return { value: {}, problems: [...reported.values()], spot: () => top }
  }
  if (document.contents !== null && !isMap(document.contents))
    return singleProblem(top, 'There are no keys here. Write key: value, one a line.')
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 50 }) ?? {}
  } catch {
    return singleProblem(top, 'Aliases (*name) are not used here. Put text that begins with * in quotes.')
  }
  return {
    value,
    problems: [],
    spot(path) {
      let node: unknown = document.contents
      let spot = top
      for (const step of path === '' ? [] : path.split('.')) {
        if (isMap(node)) {
          const pair = node.items.find(
            (item) => isPair(item) && isNode(item.key) && String(item.key) === step,
          )
          if (!pair || !isNode(pair.key)) return spot
          spot = spotAt((pair.key.range ?? [0])[0])
          node = pair.value
        } else if (isNode(node) && 'items' in node && Array.isArray(node.items)) {
          node = (node.items as unknown[])[Number(step)]
        } else return spot
        if (isNode(node) && node.range) spot = spotAt(node.range[0])
      }
      return spot
    },
  }
}
