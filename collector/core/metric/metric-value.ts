/** Figures of this size and beyond are refused: sums of them would overflow, and nobody reads so many digits. */
const tooLarge = 1e21

/** Why a value cannot be kept as a figure, with what to write instead; null where it can. */
export function metricValueIssue(value: unknown): string | null {
  if (value === undefined) return 'is missing. Write one without quotes, such as 42.'
  if (typeof value !== 'number' || !Number.isFinite(value))
    return 'is not a number. Write one without quotes, such as 42.'
  if (Math.abs(value) >= tooLarge) return 'is too large. Write one below 1e21, in a larger unit.'
  return null
}
