/** The value a share `q` of the values does not exceed, 0 to 1, between neighbours by proportion. @throws RangeError of no values */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const index = q * (sorted.length - 1)
  const below = sorted[Math.floor(index)]
  const above = sorted[Math.ceil(index)]
  if (below === undefined || above === undefined) throw new RangeError('a quantile of nothing')
  return below + (above - below) * (index - Math.floor(index))
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** How far the middle half of the values lies apart, as a share of their median. */
export const relativeSpread = (values: readonly number[]): number =>
  (quantile(values, 0.75) - quantile(values, 0.25)) / median(values)

/** Numbers in [0, 1), the same for the same seed: a benchmark measures the same thing twice. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The value below which a share `q` lies, of a Prometheus histogram in text form. Null when it is not there or empty. */
export function histogramQuantile(text: string, name: string, q: number): number | null {
  const buckets = new Map<number, number>()
  for (const line of text.split('\n')) {
    if (!line.startsWith(`${name}_bucket`)) continue
    const edge = /le="([^"]+)"/.exec(line)?.[1]
    const count = Number(line.slice(line.lastIndexOf(' ')))
    const upper = edge === '+Inf' ? Infinity : Number(edge)
    buckets.set(upper, (buckets.get(upper) ?? 0) + count)
  }
  const edges = [...buckets].toSorted(([a], [b]) => a - b)
  const total = edges.at(-1)?.[1] ?? 0
  if (total === 0) return null
  let lower = 0
  let before = 0
  for (const [upper, count] of edges) {
    if (count >= q * total)
      return upper === Infinity ? lower : lower + ((upper - lower) * (q * total - before)) / (count - before)
    lower = upper
    before = count
  }
  return null
}
