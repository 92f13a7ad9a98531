import { closeSync, openSync } from 'node:fs'

const descriptors = new Map<string, { readonly descriptor: number; users: number }>()

/**
 * One descriptor of a file for the whole process: a system of POSIX lets go of every lock that a process has on a file when
 * the process closes any descriptor of it, those of SQLite's connections too.
 */
export function sharedDescriptor(
  file: string,
  { dev, ino }: { readonly dev: number; readonly ino: number },
): { readonly descriptor: number; release(): void } {
  const key = `${dev} ${ino}`
  const shared = descriptors.get(key) ?? { descriptor: openSync(file, 'r'), users: 0 }
  descriptors.set(key, shared)
  shared.users++
  let released = false
  return {
    descriptor: shared.descriptor,
    release() {
      if (released) return
      released = true
      if (--shared.users > 0) return
      descriptors.delete(key)
      closeSync(shared.descriptor)
    },
  }
}
