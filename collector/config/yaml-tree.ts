import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Document, Node, Pair } from 'yaml'
import { interpolate } from './environment.ts'
import type { Environment, Interpolated } from './environment.ts'
import type { Path } from './problem.ts'
import { unset } from './rules.ts'

/** Where a value stands in the text and where it came from. Offsets count UTF-16 units from the start. */
export type Place = {
  /** Of its key, or of the list item. */
  readonly key: number
  /** Of the value; where there is none, of the key. */
  readonly at: number
  /** A scalar as written, before variables were filled in; null for lists and mappings. */
  readonly source: string | null
  readonly taken: Interpolated['taken']
  /** What the scalar says with its variables filled in, where the environment gave any of it. */
  readonly given: string | null
}

/** Something wrong with how the text is built, at an offset. */
export type Misbuilt = {
  readonly at: number
  readonly path: Path
  readonly wrong: string
  readonly write: string
}

/** The file as plain values, with the place of each. */
export type Tree = {
  readonly value: unknown
  readonly places: ReadonlyMap<string, Place>
  readonly misbuilt: readonly Misbuilt[]
  /** The last key or item that begins at or before an offset, and where its value begins. */
  nearest(offset: number): { readonly path: Path; readonly at: number }
}

/** The key under which `Tree.places` knows a path. */
export const placeKey = (path: Path): string => JSON.stringify(path)

/** A hundred thousand values are more than any page has; an alias bomb has billions. */
const mostRepeated = 20_000
const deepest = 40

/** Tags would let a file hold more than text, numbers, lists and mappings. */
const strange = (node: Node): boolean =>
  typeof node.tag === 'string' && !/^tag:yaml\.org,2002:(str|int|float|bool|null|seq|map)$/.test(node.tag)

/** Walks a parsed document once: fills in variables, follows aliases and merges, finds keys written twice. */
export function readTree(document: Document, environment: Environment): Tree {
  const places = new Map<string, Place>()
  const misbuilt: Misbuilt[] = []
  const open = new Set<Node>()
  let repeated = 0
  let exploded = false

  const tell = (at: number, path: Path, wrong: string, write: string): void =>
    void misbuilt.push({ at, path, wrong, write })

  function scalar(node: Node & { value: unknown; source?: string }, path: Path, key: number): unknown {
    const start = node.range?.[0] ?? key
    const source = typeof node.source === 'string' ? node.source : String(node.value ?? '')
    const place = { key, at: node.value === null && source === '' ? key : start, source }
    if (typeof node.value !== 'string') {
      places.set(placeKey(path), { ...place, taken: [], given: null })
      return node.value
    }
    const filled = interpolate(node.value, environment)
    places.set(placeKey(path), {
      ...place,
      taken: filled.taken,
      given: filled.taken.length > 0 ? filled.text : null,
    })
    for (const { wrong, write } of filled.wrong) tell(start, path, wrong, write)
    return filled.wrong.length > 0 ? unset : filled.text
  }

  function entries(node: Node, pairs: readonly Pair[], path: Path, aliased: boolean): unknown {
    const object: Record<string, unknown> = Object.create(null) as Record<string, unknown>
    const first = new Map<string, number>()
    for (const pair of pairs) {
      const keyNode = pair.key as Node | null
      const at = keyNode?.range?.[0] ?? node.range?.[0] ?? 0
      if (!isScalar(keyNode)) {
        tell(at, path, 'a key here is not a single word', 'Write key: value')
        continue
      }
      const name =
        typeof keyNode.value === 'string' ? keyNode.value : String(keyNode.source ?? keyNode.value ?? '')
      if (name === '<<' && isAlias(pair.value)) {
        const merged = read(pair.value, path, at, aliased)
        if (typeof merged === 'object' && merged !== null && !Array.isArray(merged))
          for (const [key, value] of Object.entries(merged)) if (!first.has(key)) object[key] = value
        continue
      }
      const earlier = first.get(name)
      if (earlier !== undefined) {
        tell(at, [...path, name], 'is written twice', 'Remove one of the two')
        continue
      }
      first.set(name, at)
      object[name] = read(pair.value as Node | null, [...path, name], at, aliased)
    }
    return object
  }

  function read(node: Node | null | undefined, path: Path, key: number, aliased: boolean): unknown {
    if (aliased && ++repeated > mostRepeated) {
      if (!exploded) tell(key, path, 'aliases (*name) repeat too much here', 'Write it out, or repeat less')
      exploded = true
      return unset
    }
    if (node === null || node === undefined) {
      places.set(placeKey(path), { key, at: key, source: '', taken: [], given: null })
      return null
    }
    if (isAlias(node)) {
      const target = node.resolve(document)
      if (target === undefined || open.has(target)) {
        tell(
          node.range?.[0] ?? key,
          path,
          `the alias *${node.source} leads nowhere`,
          `Write &${node.source} before the value it repeats`,
        )
        return unset
      }
      return read(target, path, key, true)
    }
    if (strange(node)) {
      tell(
        node.range?.[0] ?? key,
        path,
        'tags (!name) are not used here',
        'Remove it, or put the value in quotes',
      )
      return unset
    }
    if (isScalar(node)) return scalar(node as Node & { value: unknown; source?: string }, path, key)
    places.set(placeKey(path), { key, at: node.range?.[0] ?? key, source: null, taken: [], given: null })
    if (path.length > deepest) {
      tell(
        node.range?.[0] ?? key,
        path.slice(0, 4),
        'is nested too deeply',
        'Nothing here is deeper than ten levels',
      )
      return unset
    }
    open.add(node)
    try {
      if (isSeq(node)) {
        const items = node.items as (Node | null)[]
        return items.map((item, index) => read(item, [...path, index], item?.range?.[0] ?? key, aliased))
      }
      return isMap(node) ? entries(node, node.items as Pair[], path, aliased) : unset
    } finally {
      open.delete(node)
    }
  }

  const value = read(document.contents as Node | null, [], 0, false)
  return { value, places, misbuilt, nearest }

  function nearest(offset: number): { path: Path; at: number } {
    let best: { path: string; place: Place } | undefined
    for (const [path, place] of places)
      if (place.key <= offset && (best === undefined || place.key >= best.place.key)) best = { path, place }
    return best === undefined
      ? { path: [], at: 0 }
      : { path: JSON.parse(best.path) as Path, at: best.place.at }
  }
}
