/** Logs problems that may come again and again: the same one of a task is one line until the problems are cleared. */
export type ProblemLog = {
  /** What to do with an error of a task, which is named in words: `reports could not be frozen`. */
  report(task: string): (error: unknown) => void
  /** Things work again: the next problem is logged whatever it is. */
  clear(): void
}

/** @param log where the lines go */
export function createProblemLog(log: { error(text: string): void }): ProblemLog {
  const last = new Map<string, string>()
  return {
    report: (task) => (error) => {
      const reason = error instanceof Error ? error.message : String(error)
      if (last.get(task) !== reason) log.error(`${task}: ${reason}`)
      last.set(task, reason)
    },
    clear: () => last.clear(),
  }
}
