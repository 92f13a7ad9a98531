/** Wrong usage or configuration: one clear message, exit code 2. */
export class WrongUsage extends Error {}

/** It was asked for rightly and could not be done: one clear message, exit code 1. */
export class Failed extends Error {}

/** What every command is given: where to work and where to speak. */
export type Terminal = {
  /** The operator's folder. */
  readonly data: string
  readonly configFile: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** What a program would read. */
  out(line: string): void
  /** All else. */
  err(line: string): void
  /** Is somebody looking at standard error? */
  readonly interactive: boolean
}

/**
 * A bar that shows how far a long piece of work has come, redrawn in place; silent where nobody looks.
 *
 * @returns a function to call with the share done, 0 to 1
 */
export function progressBar(terminal: Pick<Terminal, 'interactive'>, label: string): (done: number) => void {
  const width = 32
  let shown = -1
  return (done) => {
    const percent = Math.floor(Math.min(1, done) * 100)
    if (percent === shown) return
    shown = percent
    if (!terminal.interactive) return
    const filled = Math.round((percent / 100) * width)
    process.stderr.write(
      `\r${label} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${String(percent).padStart(3)} %${percent === 100 ? '\n' : ''}`,
    )
  }
}

/** Lines of columns padded to the widest cell; numbers read better from the right. */
export function table(
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number> = new Set(),
): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        right.has(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  )
}
