/** A share in millionths as a percentage with the digits it needs, without its sign: 999500 is `99.95`, 5 is `0.0005`. */
export const millionths = (share: number): string => (share / 10_000).toFixed(4).replace(/\.?0+$/, '')

/** A ratio (0 to 1, or more) as a whole percentage, rounded down: `61`. */
export const wholePercent = (ratio: number): string => String(Math.floor(ratio * 100 + 1e-9))
