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
    if (!terminal.interactive || percent <= shown) return
    shown = percent
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
 * @param patience how long the work may take in silence, ms
 */
export function lateProgressBar(
  terminal: Pick<Terminal, 'interactive'>,
  label: string,
  patience = 700,
): (done: number) => void {
  const show = progressBar(terminal, label)
  let since: number | null = null
  let shown = false
  return (done) => {
    since ??= performance.now()
    shown ||= done < 1 && performance.now() - since > patience
    if (shown) show(done)
  }
}
