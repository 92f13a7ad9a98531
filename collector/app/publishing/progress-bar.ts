import { type Terminal, createDelayedProgressBar } from '../terminal.ts'

/** Publish with a progress bar on the terminal, should it take long. */
export async function withProgressBar<T>(
  terminal: Pick<Terminal, 'interactive'>,
  publish: (progress: (done: number, total: number) => void) => Promise<T>,
): Promise<T> {
  const show = createDelayedProgressBar(terminal, 'publishing')
  const made = await publish((done, total) => show(done / total))
  show(1)
  return made
}
