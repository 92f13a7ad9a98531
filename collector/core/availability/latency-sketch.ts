import { DDSketch } from '@datadog/sketches-js'

/** A value is known to within this share of itself. */
const accuracy = 0.01

const { key: keyOf, value: valueOf } = bindMapping(new DDSketch({ relativeAccuracy: accuracy }).mapping)

function bindMapping(mapping: { key(value: number): number; value(key: number): number }): typeof mapping {
  return { key: (value) => mapping.key(value), value: (key) => mapping.value(key) }
}

/**
 * How many latencies fell into which bin, for quantiles with at most 1 % relative error. Merging two sketches gives the
 * sketch of all their values, so hours add up to days and months.
 */
export type Sketch = {
  /** How many values were zero. */
  readonly zeros: number
  /** Bins that hold something, ascending. */
  readonly keys: readonly number[]
  /** How many values each of them holds. */
  readonly counts: readonly number[]
}

/** The sketch of nothing. */
export const emptySketch: Sketch = { zeros: 0, keys: [], counts: [] }

/** How many values a sketch holds. */
export const countOf = (sketch: Sketch): number => sketch.counts.reduce((sum, n) => sum + n, sketch.zeros)

/** The sketch with one value (ms, zero or more) or several added; the one given stays as it was. Throws RangeError on others. */
export function addTo(sketch: Sketch, values: number | readonly number[]): Sketch {
  const bins = new Map<number, number>()
  let zeros = 0
  for (const value of typeof values === 'number' ? [values] : values) {
    if (!(value >= 0 && value < Infinity)) throw new RangeError(`a latency of ${value} ms`)
    // Below a nanosecond there is nothing to tell apart, and no room for bins either.
    if (value < 1e-6) zeros++
    else {
      const key = keyOf(value)
      bins.set(key, (bins.get(key) ?? 0) + 1)
    }
  }
  const keys = [...bins.keys()].toSorted((a, b) => a - b)
  return merge(sketch, { zeros, keys, counts: keys.map((key) => bins.get(key)!) })
}

/** The sketch of all values of both. */
export function merge(a: Sketch, b: Sketch): Sketch {
  const keys: number[] = []
  const counts: number[] = []
  for (let i = 0, j = 0; i < a.keys.length || j < b.keys.length;) {
    const left = a.keys[i] ?? Infinity
    const right = b.keys[j] ?? Infinity
    keys.push(Math.min(left, right))
    counts.push((left <= right ? a.counts[i++]! : 0) + (right <= left ? b.counts[j++]! : 0))
  }
  return { zeros: a.zeros + b.zeros, keys, counts }
}

/** The sketch of all values of many. */
export const mergeAll = (sketches: Iterable<Sketch>): Sketch => {
  let sum = emptySketch
  for (const sketch of sketches) sum = merge(sum, sketch)
  return sum
}

/**
 * The value (ms, to within 1 %) that a share `q` of all values do not exceed, by nearest rank: nobody is told that 95 %
 * were faster when 90 % were. Null when the sketch is empty.
 */
export function quantile(sketch: Sketch, q: number): number | null {
  const count = countOf(sketch)
  if (count === 0) return null
  // The little that is taken off is what 0.07 × 100 has too much in floating point.
  const rank = Math.max(1, Math.ceil(q * count - 1e-9))
  let seen = sketch.zeros
  if (seen >= rank) return 0
  let last = 0
  for (let i = 0; i < sketch.keys.length && seen < rank; i++) {
    last = sketch.keys[i]!
    seen += sketch.counts[i]!
  }
  return valueOf(last)
}

// A bin is one byte as long as it lies near the one before and holds little, which is what an ordinary hour is made of:
// three bits for the bins skipped since the last, five for one less than its count. All ones mean that a number follows.
const skipBits = 3
const maxSkip = 2 ** skipBits - 1
const countBits = 8 - skipBits
const maxCount = 2 ** countBits - 1

/** A sketch as a few bytes, the same for the same values; no bytes for the empty one. */
export function encode(sketch: Sketch): Uint8Array {
  if (sketch.zeros === 0 && sketch.keys.length === 0) return new Uint8Array(0)
  const bytes: number[] = []
  writeNumber(bytes, sketch.zeros)
  let last = 0
  for (let i = 0; i < sketch.keys.length; i++) {
    const key = sketch.keys[i]!
    const more = sketch.counts[i]! - 1
    // The first key stands alone; zigzag keeps those below 1 ms, which are negative, short.
    if (i === 0) writeNumber(bytes, key < 0 ? -2 * key - 1 : 2 * key)
    const skipped = i === 0 ? 0 : key - last - 1
    bytes.push((Math.min(skipped, maxSkip) << countBits) | Math.min(more, maxCount))
    if (skipped >= maxSkip) writeNumber(bytes, skipped - maxSkip)
    if (more >= maxCount) writeNumber(bytes, more - maxCount)
    last = key
  }
  return Uint8Array.from(bytes)
}

/** The sketch that was encoded. Throws RangeError on bytes that `encode` did not write. */
export function decode(bytes: Uint8Array): Sketch {
  if (bytes.length === 0) return emptySketch
  const reader = { bytes, at: 0 }
  const zeros = readNumber(reader)
  const keys: number[] = []
  const counts: number[] = []
  let key = 0
  while (reader.at < bytes.length) {
    if (keys.length === 0) {
      const zigzag = readNumber(reader)
      key = zigzag % 2 === 1 ? -(zigzag + 1) / 2 : zigzag / 2
    }
    const pair = readByte(reader)
    let skipped = pair >>> countBits
    let more = pair & maxCount
    if (skipped === maxSkip) skipped += readNumber(reader)
    if (more === maxCount) more += readNumber(reader)
    if (keys.length > 0) key += skipped + 1
    keys.push(key)
    counts.push(more + 1)
  }
  return { zeros, keys, counts }
}

type ByteReader = { readonly bytes: Uint8Array; at: number }

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
function writeNumber(bytes: number[], value: number): void {
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  bytes.push(rest)
}

function readNumber(reader: ByteReader): number {
  for (let value = 0, scale = 1; ; scale *= 128) {
    const byte = readByte(reader)
    value += (byte & 127) * scale
    if (byte < 128) return value
  }
}

function readByte(reader: ByteReader): number {
  const byte = reader.bytes[reader.at++]
  if (byte === undefined) throw new RangeError('a latency sketch that ends too early')
  return byte
}
