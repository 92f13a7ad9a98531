import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../collector/app/bootstrap.ts'
import { profileFlags } from './profile.ts'

/** A collector at work in a process of its own. */
export type RunningCollector = {
  readonly pid: number
  readonly url: string
  /** From the start of the process to the first page that was served, ms. */
  readonly ready: number
  stop(): Promise<void>
}

/** Run a command that serves (`start`, `demo`) as an operator would, on a port the system gives, until its page is there. */
export async function runCollector(args: readonly string[]): Promise<RunningCollector> {
  const started = performance.now()
  const child = spawn(process.execPath, [...profileFlags(), join(root, 'run.mjs'), ...args, '--port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const gone = once(child, 'exit')
  const url = await new Promise<string>((resolve, reject) => {
    let log = ''
    child.stderr.on('data', (chunk: Buffer) => {
      // Only until it is found: the log of hours is nobody's.
      if (log.length > 100_000) return
      log += chunk.toString()
      const found = /the page is at (http:\/\/[^"/\s]+)/.exec(log)
      if (found) resolve(found[1]!)
    })
    child.on('exit', (code) => reject(new Error(`the collector left with ${code}:\n${log}`)))
  })
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await gone
  }
  try {
    await waitUntil(async () => (await fetch(`${url}/`)).ok, 30_000)
  } catch (error) {
    await stop()
    throw error
  }
  return { pid: child.pid!, url, ready: performance.now() - started, stop }
}

/** Ask again and again until it holds. @throws Error when it has not within `patience` ms */
export async function waitUntil(condition: () => Promise<boolean>, timeout: number): Promise<void> {
  const end = performance.now() + timeout
  let cause: unknown
  const noteFailure = (error: unknown): boolean => {
    cause = error
    return false
  }
  while (!(await condition().catch(noteFailure))) {
    if (performance.now() > end) throw new Error(`still not so after ${timeout} ms`, { cause })
    await sleep(2)
  }
}
