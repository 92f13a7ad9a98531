/** Logs problems that may come again and again: each is one line until another one, or success, comes between. */
export type ProblemLog = {
  /** What to do with an error of a task, which is named in words: `reports could not be frozen`. */
  report(task: string): (error: unknown) => void
  /** A task succeeded: the next problem is logged whatever it is. */
  clear(): void
}

/** @param log where the lines go */
export function createProblemLog(log: { error(text: string): void }): ProblemLog {
  let last = ''
  return {
    report: (task) => (error) => {
      const message = `${task}: ${error instanceof Error ? error.message : String(error)}`
      if (message !== last) log.error(message)
      last = message
    },
    clear() {
      last = ''
    },
  }
}
