import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Clock } from '../core/time/clock.ts'

/** Where the output of hooks goes. */
type HookLog = { info(line: string): void; error(line: string): void }

/** What hooks are run with. */
export type HookOptions = {
  /** `publish.after` as it is now: commands as the operator wrote them, with `{site}` for the folder of the release. */
  readonly after: () => readonly string[]
  /** The current release, kept as it is until released; null when there is none. */
  readonly hold: () => { readonly dir: string; release(): void } | null
  readonly clock: Clock
  readonly log: HookLog
  /** Longest that one command may take, ms. */
  readonly timeout?: number
}

/** Runs the operator's commands after a release. */
export type Hooks = {
  /** There is a new release: run the commands, after those under way if any. Several requests become one. */
  request(): void
  /** Resolves when nothing is under way or asked for. */
  settled(): Promise<void>
  /** End what is under way, and run nothing more. */
  stop(): Promise<void>
}

/** Lines of one command that are logged; the rest is counted. */
const maxLoggedLines = 100
const killDelay = 2_000

/**
 * Hooks that push each release elsewhere. A command sees one release from beginning to end, however long it takes. A
 * failure is logged and stops neither the other commands nor the collector.
 */
export function createHooks({ after, hold, clock, log, timeout = 600_000 }: HookOptions): Hooks {
  let requested = false
  let stopped = false
  let pending: Promise<void> | null = null
  let running: ChildProcess | null = null

  async function runAll(): Promise<void> {
    requested = false
    const release = hold()
    if (!release) return
    try {
      for (const [index, command] of after().entries()) if (!stopped) await run(index, command, release.dir)
    } finally {
      release.release()
    }
  }

  function start(): void {
    if (pending || stopped || !requested) return
    pending = runAll().finally(() => {
      pending = null
      start()
    })
  }

  async function run(index: number, command: string, site: string): Promise<void> {
    const name = `publish.after[${index}]`
    const child = spawn(
      command.replaceAll('{site}', () => shellQuoted(site)),
      {
        shell: true,
        // A group of its own, so that what the shell has started ends with it.
        detached: process.platform !== 'win32',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, VIGIE_SITE: site },
      },
    )
    running = child
    let lines = 0
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        if (++lines <= maxLoggedLines) log.info(`${name}: ${line}`)
      })
    let late = false
    const timer = clock.after(timeout, () => {
      late = true
      terminate(child, clock)
    })
    const failure = await new Promise<string | null>((resolve) => {
      child.on('error', (error) => resolve(error.message))
      child.on('close', (code, signal) =>
        resolve(code === 0 ? null : code === null ? `ended by ${signal}` : `exit code ${code}`),
      )
    })
    timer.cancel()
    running = null
    if (lines > maxLoggedLines) log.info(`${name}: … and ${lines - maxLoggedLines} more lines`)
    if (late) log.error(`${name} was ended: it took longer than ${timeout / 1000} s`)
    else if (failure !== null && !stopped)
      log.error(`${name} failed: ${failure}. The page itself is published`)
  }

  return {
    request() {
      if (stopped || after().length === 0) return
      requested = true
      start()
    },
    async settled() {
      for (let current = pending; current; current = pending) await current
    },
    async stop() {
      stopped = true
      if (running) terminate(running, clock)
      await pending
    },
  }
}

/** Ask a command and all it has started to end; insist a little later. */
function terminate(child: ChildProcess, clock: Clock): void {
  const send = (signal: NodeJS.Signals): void => {
    try {
      if (process.platform === 'win32' || child.pid === undefined) child.kill(signal)
      else process.kill(-child.pid, signal)
    } catch {
      // It has ended by itself meanwhile.
    }
  }
  send('SIGTERM')
  const insist = clock.after(killDelay, () => send('SIGKILL'))
  child.once('close', insist.cancel)
}

/** A path as one word of the shell; left as it is where that is safe, so that quotes around `{site}` do no harm. */
export function shellQuoted(path: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return /^[\w.:\\/-]+$/.test(path) ? path : `"${path}"`
  return /^[\w./:@%+,-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`
}
