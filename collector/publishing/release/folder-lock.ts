import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { PublishError, codeOf } from './publish-error.ts'

type Holder = { readonly host: string; readonly pid: number; readonly id: string }

/** A holder says that it lives this often, ms; one that has not for `silence` is dead, wherever it ran. */
const sign = 2_000
const silence = 60_000
const retry = 20

/** Locks that this process holds: after a restart in a container, an old lock may carry our own process id. */
const ours = new Set<string>()

/**
 * Take the lock in `file`, so that a collector and `vigie build` never publish into one folder at once. A lock whose
 * process has died is taken over. Resolves to the function that gives it back; throws PublishError when somebody else
 * still has it after `patience` ms.
 */
export async function lock(
  file: string,
  { doing = 'publishing here', patience = 30_000 } = {},
): Promise<() => void> {
  const me: Holder = { host: hostname(), pid: process.pid, id: randomUUID() }
  const deadline = performance.now() + patience
  while (!taken(file, me)) {
    if (breakStale(file)) continue
    if (performance.now() > deadline) {
      throw new PublishError(
        `another process has been ${doing} for ${Math.round(patience / 1000)} s. If there is none, delete ${file}`,
      )
    }
    await sleep(retry)
  }
  ours.add(me.id)
  const alive = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date())
    } catch {
      // Somebody took it for dead; the release names are unique, so nothing breaks.
    }
  }, sign).unref()
  return () => {
    clearInterval(alive)
    ours.delete(me.id)
    if (holderOf(file)?.id === me.id) rmSync(file, { force: true })
  }
}

function taken(file: string, me: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(me), { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function holderOf(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder
  } catch {
    return null
  }
}

function isStale(file: string, holder: Holder | null): boolean {
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
  // Unreadable: its maker may be about to write it, or died before it could.
  if (!holder) return age > sign
  if (age > silence) return true
  if (holder.host !== hostname()) return false
  if (holder.pid === process.pid) return !ours.has(holder.id)
  try {
    process.kill(holder.pid, 0)
    return false
  } catch (error) {
    return codeOf(error) === 'ESRCH'
  }
}

/** Remove a dead process' lock. Of several that find it dead only one succeeds, and nobody removes a fresh one. */
function breakStale(file: string): boolean {
  const seen = holderOf(file)
  if (!isStale(file, seen)) return false
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
  } catch {
    return false
  }
  const got = holderOf(aside)
  if (got?.id !== seen?.id) {
    renameSync(aside, file)
    return false
  }
  unlinkSync(aside)
  return true
}
