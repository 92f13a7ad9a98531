/** A finite number from a JSON value or from text; null for anything else. */
export function numberIn(value: unknown): number | null {
  const read =
    typeof value === 'string' && /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : null
}
