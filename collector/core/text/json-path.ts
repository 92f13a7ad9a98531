const stepPattern = /\.([^\s.[\]'"]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/y

/**
 * The steps of a path: `$`, then `.name`, `[0]`, `['any name']` or `["any name"]`. No wildcards, filters or scripts.
 * Null when it is written otherwise.
 */
export function parsePath(path: string): readonly (string | number)[] | null {
  if (!path.startsWith('$')) return null
  const steps: (string | number)[] = []
  let at = 1
  while (at < path.length) {
    stepPattern.lastIndex = at
    const match = stepPattern.exec(path)
    if (!match) return null
    const [all, name, index, single, double] = match
    steps.push(
      name ?? (index === undefined ? (single ?? double ?? '').replace(/\\(.)/g, '$1') : Number(index)),
    )
    at += all.length
  }
  return steps
}

/** The value at a path, or undefined where there is none. Only what the document itself holds is found. */
export function valueAt(document: unknown, steps: readonly (string | number)[]): unknown {
  let value = document
  for (const key of steps) {
    if (value === null || typeof value !== 'object') return undefined
    if (Array.isArray(value) ? typeof key !== 'number' : !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string | number, unknown>)[key]
  }
  return value
}
