/** One second, ms. */
export const second = 1_000
/** One minute, ms. */
export const minute = 60 * second
/** One hour, ms. */
export const hour = 60 * minute
/** Twenty-four hours, ms. A calendar day may have 23 or 25 of them: see `calendar.ts`. */
export const day = 24 * hour
/** Seven times twenty-four hours, ms. */
export const week = 7 * day
