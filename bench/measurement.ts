/** What a figure is told in, and with how many decimals. */
export type MeasurementUnit = {
  readonly unit: string
  readonly digits: number
  /** Of a ratio: more is better. Otherwise less is. */
  readonly isHigherBetter?: true
}

/** What a family of figures is given to work with. */
export type BenchContext = {
  /** Was this figure asked for? */
  isRequested(...names: readonly string[]): boolean
  /** Print a figure of the family. @throws RangeError when its table does not name it */
  report(name: string, value: number): void
  /** Print what is being done, on standard error. */
  log(line: string): void
  /** A folder that goes when the family is done. */
  temporaryFolder(): Promise<string>
  /** Have this done when the family is, also when it failed; the latest first. */
  onClose(close: () => unknown): void
}

/** Figures that are measured together because they share their set-up. */
export type MeasurementGroup = {
  readonly measurements: Readonly<Record<string, MeasurementUnit>>
  measure(bench: BenchContext): Promise<void>
}

export const perSecond: MeasurementUnit = { unit: '1/s', digits: 0 }
/** Our cost by that of the yardstick: less is better. */
export const ratio: MeasurementUnit = { unit: 'ratio', digits: 2 }
/** Our speed by that of the yardstick: more is better. */
export const speedRatio: MeasurementUnit = { unit: 'ratio', digits: 2, isHigherBetter: true }
export const milliseconds: MeasurementUnit = { unit: 'ms', digits: 1 }
export const megabytes: MeasurementUnit = { unit: 'MB', digits: 0 }
export const bytes: MeasurementUnit = { unit: 'bytes', digits: 0 }
export const points: MeasurementUnit = { unit: 'points', digits: 0 }
