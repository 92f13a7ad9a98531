/** A number as JSON or a text has it, or null for anything else: NaN and infinity are no figures. */
export function numberIn(value: unknown): number | null {
  const read =
    typeof value === 'string' && /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : value
  return typeof read === 'number' && Number.isFinite(read) ? read : null
}
