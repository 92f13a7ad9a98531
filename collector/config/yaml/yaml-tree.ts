import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Document, Node, Pair } from 'yaml'
import { type Environment, interpolate, type Interpolation } from '../environment.ts'
import type { ConfigPath } from '../problem.ts'
import { unsetVariable } from '../rules.ts'

/** Where a value stands in the text and where it came from. Offsets count UTF-16 units from the start. */
export type SourcePosition = {
  /** Of its key, or of the list item. */
  readonly key: number
  /** Of the value; where there is none, of the key. */
  readonly at: number
  /** A scalar as written, before variables were filled in; null for lists and mappings. */
  readonly source: string | null
  readonly variables: Interpolation['variables']
  /** What the scalar says with its variables filled in, where the environment gave any of it. */
  readonly interpolated: string | null
}

/** Something wrong with how the text is built, at an offset. */
type StructureProblem = {
  readonly at: number
  readonly path: ConfigPath
  readonly issue: string
  readonly advice: string
}

/** The file as plain values, with the place of each. */
export type ConfigTree = {
  readonly value: unknown
  readonly positions: ReadonlyMap<string, SourcePosition>
  readonly structureProblems: readonly StructureProblem[]
  /** The last key or item that begins at or before an offset, and where its value begins. */
  nearest(offset: number): { readonly path: ConfigPath; readonly at: number }
}

/** The key under which `ConfigTree.places` knows a path. */
export const pathKey = (path: ConfigPath): string => JSON.stringify(path)

/** A hundred thousand values are more than any page has; an alias bomb has billions. */
const maxAliasedValues = 20_000
const maxDepth = 40

/** Tags would let a file hold more than text, numbers, lists and mappings. */
const hasUnknownTag = (node: Node): boolean =>
  typeof node.tag === 'string' && !/^tag:yaml\.org,2002:(str|int|float|bool|null|seq|map)$/.test(node.tag)

/** Values of headers are text: `00471100` and `1.10` are sent as they are written. */
const isSentAsText = (path: ConfigPath): boolean => path.at(-2) === 'headers' || path.at(-2) === 'header'

/** Values that an answer's JSON is compared with: a number and a text are not the same there. */
const isComparedWithText = (path: ConfigPath): boolean => path.at(-2) === 'json'

/** Whether a number was written in a way that its value no longer shows (`1.10`, `0x1F`, `007`, more digits than fit). */
const isRespelled = (value: unknown, source: string): value is number =>
  typeof value === 'number' && String(value) !== source

/** Walks a parsed document once: fills in variables, follows aliases and merges, finds keys written twice. */
export function readTree(document: Document, environment: Environment): ConfigTree {
  const reader = new TreeReader(document, environment)
  const value = reader.read(document.contents, [], 0, false)
  const { positions, structureProblems } = reader
  return { value, positions, structureProblems, nearest: (offset) => nearest(positions, offset) }
}

/** One walk through a document: what it has found so far. */
class TreeReader {
  readonly positions = new Map<string, SourcePosition>()
  readonly structureProblems: StructureProblem[] = []
  readonly #document: Document
  readonly #environment: Environment
  /** The lists and mappings around the value that is read. */
  readonly #ancestors = new Set<Node>()
  /** Values that aliases have repeated so far. */
  #repeated = 0
  #exploded = false

  constructor(document: Document, environment: Environment) {
    this.#document = document
    this.#environment = environment
  }

  #report(at: number, path: ConfigPath, issue: string, advice: string): void {
    this.structureProblems.push({ at, path, issue, advice })
  }

  #scalar(node: Node & { value: unknown; source?: string }, path: ConfigPath, key: number): unknown {
    const start = node.range?.[0] ?? key
    const source = typeof node.source === 'string' ? node.source : String(node.value ?? '')
    const position = { key, at: node.value === null && source === '' ? key : start, source }
    if (typeof node.value !== 'string') {
      this.positions.set(pathKey(path), { ...position, variables: [], interpolated: null })
      if (node.value !== null && isSentAsText(path)) return source
      if (isRespelled(node.value, source) && isComparedWithText(path)) {
        this.#report(
          start,
          path,
          `is read as the number ${node.value}`,
          // JSON has no numbers without end.
          Number.isFinite(node.value)
            ? `Write ${node.value}, or "${source}" for text`
            : `Write "${source}" for text`,
        )
        return unsetVariable
      }
      return node.value
    }
    const interpolation = interpolate(node.value, this.#environment)
    this.positions.set(pathKey(path), {
      ...position,
      variables: interpolation.variables,
      interpolated: interpolation.variables.length > 0 ? interpolation.text : null,
    })
    for (const { issue, advice } of interpolation.problems) this.#report(start, path, issue, advice)
    return interpolation.problems.length > 0 ? unsetVariable : interpolation.text
  }

  #entries(node: Node, pairs: readonly Pair[], path: ConfigPath, aliased: boolean): unknown {
    const object: Record<string, unknown> = Object.create(null) as Record<string, unknown>
    const first = new Map<string, number>()
    for (const pair of pairs) {
      const keyNode = pair.key as Node | null
      const at = keyNode?.range?.[0] ?? node.range?.[0] ?? 0
      if (!isScalar(keyNode)) {
        this.#report(at, path, 'a key here is not a single word', 'Write key: value')
        continue
      }
      const name =
        typeof keyNode.value === 'string' ? keyNode.value : String(keyNode.source ?? keyNode.value ?? '')
      if (name === '<<' && isAlias(pair.value)) {
        const merged = this.read(pair.value, path, at, aliased)
        if (typeof merged === 'object' && merged !== null && !Array.isArray(merged))
          for (const [key, value] of Object.entries(merged)) if (!first.has(key)) object[key] = value
        continue
      }
      const earlier = first.get(name)
      if (earlier !== undefined) {
        this.#report(at, [...path, name], 'is written twice', 'Remove one of the two')
        continue
      }
      first.set(name, at)
      object[name] = this.read(pair.value as Node | null, [...path, name], at, aliased)
    }
    return object
  }

  /** The plain value of a node; `key` is the offset of its key or item, `aliased` says that an alias leads to it. */
  read(node: Node | null | undefined, path: ConfigPath, key: number, aliased: boolean): unknown {
    if (aliased && ++this.#repeated > maxAliasedValues) {
      if (!this.#exploded)
        this.#report(key, path, 'aliases (*name) repeat too much here', 'Write it out, or repeat less')
      this.#exploded = true
      return unsetVariable
    }
    if (node === null || node === undefined) {
      this.positions.set(pathKey(path), { key, at: key, source: '', variables: [], interpolated: null })
      return null
    }
    if (isAlias(node)) {
      const target = node.resolve(this.#document)
      if (target === undefined || this.#ancestors.has(target)) {
        this.#report(
          node.range?.[0] ?? key,
          path,
          `the alias *${node.source} leads nowhere`,
          `Write &${node.source} before the value it repeats`,
        )
        return unsetVariable
      }
      return this.read(target, path, key, true)
    }
    if (hasUnknownTag(node)) {
      this.#report(
        node.range?.[0] ?? key,
        path,
        'tags (!name) are not used here',
        'Remove it, or put the value in quotes',
      )
      return unsetVariable
    }
    if (isScalar(node)) return this.#scalar(node as Node & { value: unknown; source?: string }, path, key)
    this.positions.set(pathKey(path), {
      key,
      at: node.range?.[0] ?? key,
      source: null,
      variables: [],
      interpolated: null,
    })
    if (path.length > maxDepth) {
      this.#report(
        node.range?.[0] ?? key,
        path.slice(0, 4),
        'is nested too deeply',
        'Nothing here is deeper than ten levels',
      )
      return unsetVariable
    }
    this.#ancestors.add(node)
    try {
      if (isSeq(node)) {
        const items = node.items as (Node | null)[]
        return items.map((item, index) => this.read(item, [...path, index], item?.range?.[0] ?? key, aliased))
      }
      return isMap(node) ? this.#entries(node, node.items, path, aliased) : unsetVariable
    } finally {
      this.#ancestors.delete(node)
    }
  }
}

/** The last key or item that begins at or before an offset, and where its value begins. */
function nearest(
  positions: ReadonlyMap<string, SourcePosition>,
  offset: number,
): { path: ConfigPath; at: number } {
  let best: { path: string; place: SourcePosition } | undefined
  for (const [path, position] of positions)
    if (position.key <= offset && (best === undefined || position.key >= best.place.key))
      best = { path, place: position }
  return best === undefined
    ? { path: [], at: 0 }
    : { path: JSON.parse(best.path) as ConfigPath, at: best.place.at }
}
