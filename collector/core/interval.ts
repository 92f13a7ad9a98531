/** A half-open span of time `[from, to)`, ms since the epoch. Empty when `to <= from`. */
export type Interval = { readonly from: number; readonly to: number }
