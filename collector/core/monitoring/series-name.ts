/** One monitor seen from one region. */
export type SeriesName = { readonly monitor: string; readonly region: string }

/** A text that is different for different series. Ids hold no line feed. */
export const seriesKey = ({ monitor, region }: SeriesName): string => `${monitor}\n${region}`
