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
export function createProgressBar(
  terminal: Pick<Terminal, 'interactive'>,
  label: string,
): (fraction: number) => void {
  const width = 32
  let lastPercent = -1
  return (fraction) => {
    const percent = Math.floor(Math.min(1, fraction) * 100)
    if (!terminal.interactive || percent <= lastPercent) return
    lastPercent = percent
    const filled = Math.round((percent / 100) * width)
    process.stderr.write(
      `\r${label} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${String(percent).padStart(3)} %${percent === 100 ? '\n' : ''}`,
    )
  }
}

/**
 * A progress bar that only appears when the work turns out to be long: most publications are over before anybody could
 * read it.
 *
 * @param delay how long the work may take in silence, ms
 */
export function createDelayedProgressBar(
  terminal: Pick<Terminal, 'interactive'>,
  label: string,
  delay = 700,
): (fraction: number) => void {
  const draw = createProgressBar(terminal, label)
  let startedAt: number | null = null
  let visible = false
  return (fraction) => {
    startedAt ??= performance.now()
    visible ||= fraction < 1 && performance.now() - startedAt > delay
    if (visible) draw(fraction)
  }
}
