/** What a figure is told in, and with how many decimals. */
export type Unit = { readonly unit: string; readonly digits: number }

/** What a family of figures is given to work with. */
export type Bench = {
  /** Was this figure asked for? */
  wants(...names: readonly string[]): boolean
  /** Print a figure of the family. @throws RangeError when its table does not name it */
  report(name: string, value: number): void
  /** Tell whoever looks on what is being done, on standard error. */
  say(line: string): void
  /** A folder that goes when the family is done. */
  folder(): Promise<string>
  /** Have this done when the family is, also when it failed; the latest first. */
  later(close: () => unknown): void
}

/** Figures that are measured together because they share their set-up. */
export type Family = {
  readonly figures: Readonly<Record<string, Unit>>
  measure(bench: Bench): Promise<void>
}

export const perSecond: Unit = { unit: '1/s', digits: 0 }
export const ratio: Unit = { unit: 'ratio', digits: 2 }
export const milliseconds: Unit = { unit: 'ms', digits: 1 }
export const megabytes: Unit = { unit: 'MB', digits: 0 }
export const bytes: Unit = { unit: 'bytes', digits: 0 }
export const points: Unit = { unit: 'points', digits: 0 }
