import type { StoredChange } from '../store/stored-change.ts'

/** Where changes are announced once they are durable. Listeners are called in the order in which they subscribed. */
export type ChangeSource = {
  emit(change: StoredChange): void
  subscribe(listener: (change: StoredChange) => void): void
}

/** A source of changes within this process. */
export function createChangeSource(): ChangeSource {
  const listeners: ((change: StoredChange) => void)[] = []
  return {
    emit(change) {
      for (const listener of listeners) listener(change)
    },
    subscribe: (listener) => void listeners.push(listener),
  }
}
