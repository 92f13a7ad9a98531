/** Runs the tasks of one id one after the other; those of different ids do not wait for each other. */
export type QueuePerId = <Result>(id: string, task: () => Promise<Result>) => Promise<Result>

/** Make queues of tasks; an id without tasks takes no memory. */
export function createQueuePerId(): QueuePerId {
  const latest = new Map<string, Promise<unknown>>()
  return (id, task) => {
    const result = (latest.get(id) ?? Promise.resolve()).then(task)
    const settled = result.then(
      () => {},
      () => {},
    )
    latest.set(id, settled)
    void settled.then(() => {
      if (latest.get(id) === settled) latest.delete(id)
    })
    return result
  }
}
