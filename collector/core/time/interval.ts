/** A half-open span of time `[from, to)`, ms since the epoch. Empty when `to <= from`. */
export type Interval = { readonly from: number; readonly to: number }

/** The same instants as a sorted list of disjoint, non-empty intervals that do not touch. Any order, overlaps allowed. */
export function union(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter(({ from, to }) => to > from).toSorted((a, b) => a.from - b.from)
  const result: { from: number; to: number }[] = []
  for (const { from, to } of sorted) {
    const last = result[result.length - 1]
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to)
    else result.push({ from, to })
  }
  return result
}

/** Instants in both; sorted and disjoint. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const left = union(a)
  const right = union(b)
  const result: Interval[] = []
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    const one = left[i]!
    const other = right[j]!
    const from = Math.max(one.from, other.from)
    const to = Math.min(one.to, other.to)
    if (to > from) result.push({ from, to })
    if (one.to < other.to) i++
    else j++
  }
  return result
}

/** Instants in `a` that are not in `b`; sorted and disjoint. */
export function subtract(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const holes = union(b)
  const result: Interval[] = []
  let next = 0
  for (const { from, to } of union(a)) {
    let at = from
    while (next < holes.length && holes[next]!.to <= at) next++
    for (let i = next; i < holes.length && holes[i]!.from < to; i++) {
      if (holes[i]!.from > at) result.push({ from: at, to: holes[i]!.from })
      at = holes[i]!.to
    }
    if (to > at) result.push({ from: at, to })
  }
  return result
}

/** Instants of the list that lie inside one interval; sorted and disjoint. */
export const clip = (intervals: readonly Interval[], within: Interval): Interval[] =>
  intersect(intervals, [within])

/** Milliseconds covered. Overlaps count once: two incidents about one outage are one outage. */
export const total = (intervals: readonly Interval[]): number =>
  union(intervals).reduce((sum, { from, to }) => sum + to - from, 0)

/** Every instant at which one of the intervals begins or ends, ascending, each once. */
export function boundaries(intervals: readonly Interval[]): number[] {
  const instants = new Set<number>()
  for (const { from, to } of intervals) if (to > from) instants.add(from).add(to)
  return [...instants].toSorted((a, b) => a - b)
}

/** `within`, cut at every boundary of the intervals: nothing begins or ends inside one of the pieces. */
export function slices(intervals: readonly Interval[], within: Interval): Interval[] {
  const result: Interval[] = []
  let from = within.from
  for (const at of [...boundaries(intervals), within.to]) {
    if (at <= from) continue
    if (at > within.to) break
    result.push({ from, to: at })
    from = at
  }
  if (from < within.to) result.push({ from, to: within.to })
  return result
}
