import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { cpus, loadavg, release } from 'node:os'
import { dirname } from 'node:path'
import type { MeasurementUnit } from './measurement.ts'

/** A run of the bench: where and when, and its figures by name. */
export type BenchRun = {
  /** ISO 8601. */
  readonly at: string
  /** Versions of what the figures depend on. */
  readonly versions: Readonly<Record<string, string>>
  readonly machine: string
  /** Load of the last minute at the beginning, per processor. */
  readonly load: number
  readonly figures: Readonly<Record<string, number>>
}

/** How much worse than before a ratio may be before it is worth a word: runs differ by about as much. */
const tolerance = 0.15

/** The machine as it is now, before anything is measured. */
export const describeMachine = (versions: BenchRun['versions']): Omit<BenchRun, 'figures'> => ({
  at: new Date().toISOString(),
  versions,
  machine: `${process.platform} ${release()}, ${cpus().length} × ${cpus()[0]?.model.trim() || process.arch}`,
  load: Math.round((loadavg()[0]! / cpus().length) * 100) / 100,
})

/** The runs kept in a file, oldest first; lines that are none are left out. */
export function readHistory(file: string): readonly BenchRun[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return []
  }
  return text.split('\n').flatMap((line): BenchRun[] => {
    try {
      const run = JSON.parse(line) as Partial<BenchRun> | null
      return run?.figures && typeof run.at === 'string' ? [run as BenchRun] : []
    } catch {
      return []
    }
  })
}

/** Add a run to the file. */
export function appendHistory(file: string, run: BenchRun): void {
  mkdirSync(dirname(file), { recursive: true })
  appendFileSync(file, `${JSON.stringify(run)}\n`)
}

/**
 * What became worse, a line each: ratios only, which other machines and other hours share, each against its value in the
 * latest run that has it.
 */
export function compareRatios(
  history: readonly BenchRun[],
  figures: BenchRun['figures'],
  units: Readonly<Record<string, MeasurementUnit>>,
): readonly string[] {
  return Object.entries(figures).flatMap(([name, value]) => {
    const unit = units[name]
    const before = history.findLast((run) => name in run.figures)
    if (unit?.unit !== 'ratio' || before === undefined) return []
    const previous = before.figures[name]!
    const worse = unit.isHigherBetter ? previous / value : value / previous
    if (!(worse > 1 + tolerance)) return []
    return [
      `${name} was ${previous.toFixed(2)} on ${before.at.slice(0, 10)} and is ${value.toFixed(2)}, ${Math.round((worse - 1) * 100)} % worse`,
    ]
  })
}
