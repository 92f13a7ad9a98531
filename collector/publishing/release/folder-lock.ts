import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { type Clock, every, sleep } from '../../core/time/clock.ts'
import { PublishError, codeOf } from './publish-error.ts'

type LockHolder = { readonly host: string; readonly pid: number; readonly id: string }

/** A holder says that it lives this often, ms; one that has not for `silence` is dead, wherever it ran. */
const renewInterval = 2_000
const staleAfter = 60_000
const retryDelay = 20

/** Locks that this process holds: after a restart in a container, an old lock may carry our own process id. */
const heldLocks = new Set<string>()

/**
 * Take the lock in `file`, so that a collector and `vigie build` never publish into one folder at once. A lock whose
 * process has died is taken over. Resolves to the function that gives it back; throws PublishError when somebody else
 * still has it after `patience` ms.
 */
export async function acquireLock(
  file: string,
  clock: Clock,
  { doing = 'publishing here', patience = 30_000 } = {},
): Promise<() => void> {
  const self: LockHolder = { host: hostname(), pid: process.pid, id: randomUUID() }
  const deadline = clock.monotonic() + patience
  while (!tryAcquire(file, self)) {
    if (removeStaleLock(file)) continue
    if (clock.monotonic() > deadline) {
      throw new PublishError(
        `another process has been ${doing} for ${Math.round(patience / 1000)} s. If there is none, delete ${file}`,
      )
    }
    await sleep(clock, retryDelay)
  }
  heldLocks.add(self.id)
  const renewal = every(clock, renewInterval, () => {
    try {
      utimesSync(file, new Date(), new Date())
    } catch {
      // Somebody took it for dead; the release names are unique, so nothing breaks.
    }
  })
  return () => {
    renewal.cancel()
    heldLocks.delete(self.id)
    if (readHolder(file)?.id === self.id) rmSync(file, { force: true })
  }
}

function tryAcquire(file: string, self: LockHolder): boolean {
  try {
    writeFileSync(file, JSON.stringify(self), { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function readHolder(file: string): LockHolder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockHolder
  } catch {
    return null
  }
}

function isStale(file: string, holder: LockHolder | null): boolean {
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
  // Unreadable: its maker may be about to write it, or died before it could.
  if (!holder) return age > renewInterval
  if (age > staleAfter) return true
  if (holder.host !== hostname()) return false
  if (holder.pid === process.pid) return !heldLocks.has(holder.id)
  try {
    process.kill(holder.pid, 0)
    return false
  } catch (error) {
    return codeOf(error) === 'ESRCH'
  }
}

/** Remove a dead process' lock. Of several that find it dead only one succeeds, and nobody removes a fresh one. */
function removeStaleLock(file: string): boolean {
  const holder = readHolder(file)
  if (!isStale(file, holder)) return false
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
  } catch {
    return false
  }
  const moved = readHolder(aside)
  if (moved?.id !== holder?.id) {
    renameSync(aside, file)
    return false
  }
  unlinkSync(aside)
  return true
}
