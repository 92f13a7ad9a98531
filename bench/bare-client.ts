import { fork } from 'node:child_process'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { Agent } from 'undici'

/** The yardstick of a collector: a process that asks as often and keeps nothing. */
export type BareClient = { readonly pid: number; requests(): Promise<number>; close(): Promise<void> }

/** What it is to ask. `every` in ms. */
type Task = { readonly url: string; readonly monitors: number; readonly every: number }

const isChild = process.argv[1] === import.meta.filename

/** Start one: undici with one dispatcher and a fresh connection for each request, the body read and let go. */
export async function startBareClient(task: Task): Promise<BareClient> {
  const child = fork(import.meta.filename, { execArgv: [] })
  child.send(task)
  await once(child, 'message')
  return {
    pid: child.pid!,
    async requests() {
      child.send('requests')
      const [count] = (await once(child, 'message')) as [number]
      return count
    },
    async close() {
      const exit = once(child, 'exit')
      child.disconnect()
      await exit
    },
  }
}

/** Ask at fixed slots, each monitor at a phase of its own. */
function run({ url, monitors, every }: Task): () => number {
  const agent = new Agent()
  const { origin, pathname: path } = new URL(url)
  let requests = 0
  const ask = (): void => {
    agent.dispatch(
      { origin, path, method: 'GET', reset: true },
      {
        onRequestStart() {},
        onResponseStart() {},
        onResponseData() {},
        onResponseEnd: () => void requests++,
        onResponseError(_, error) {
          throw error
        },
      },
    )
  }
  const start = performance.now()
  for (let i = 0; i < monitors; i++) {
    let slot = (every * i) / monitors
    const next = (): void => {
      setTimeout(
        () => {
          ask()
          slot += every
          next()
        },
        start + slot - performance.now(),
      )
    }
    next()
  }
  return () => requests
}

if (isChild) {
  let requests = (): number => 0
  process.on('disconnect', () => process.exit())
  process.on('message', (message: Task | 'requests') => {
    if (message !== 'requests') requests = run(message)
    process.send!(requests())
  })
}
