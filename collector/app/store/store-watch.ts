import type { Store, StoreError } from '../../store/store.ts'

/** Looks whether the store is still where it was, and logs when it is not. */
export type StoreWatch = {
  /** Look again. Cheap. */
  tick(): void
  /** Why nothing can be stored although nothing has failed yet, or null. */
  trouble(): StoreError | null
}

/** A database that somebody deletes, moves or replaces while it is in use is reported within a tick. */
export function createStoreWatch(
  store: Pick<Store, 'trouble' | 'rescued'>,
  log: { info(text: string): void; warn(text: string): void; error(text: string): void },
): StoreWatch {
  let logged: string | null = null
  let rescued: string | null = null

  function poll(): StoreError | null {
    const trouble = store.trouble()
    const message = trouble?.message ?? null
    if (message !== logged) {
      if (message === null) log.info('the database is back in its place: it is written to again')
      else log.error(`${message} The page stays as it is; writes are refused.`)
      logged = message
    }
    if (rescued === null && store.rescued() !== null) {
      rescued = store.rescued()
      log.warn(
        `everything stored until then was copied to ${rescued}: vigie restore takes it like a backup, without files`,
      )
    }
    return trouble
  }
  return { tick: () => void poll(), trouble: poll }
}
