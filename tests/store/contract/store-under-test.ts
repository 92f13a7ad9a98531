import type { Store } from '../../../collector/store/store.ts'

/** A place that stores can be opened on: several on the same one see the same facts. */
export type StoreLocation = {
  open(options?: { readonly timezone?: string }): Promise<Store>
  /** Closes what is still open and leaves nothing behind. */
  dispose(): Promise<void>
}

/** What the running test is about: a fresh place and a store opened on it. */
export type StoreUnderTest = { readonly location: () => StoreLocation; readonly store: () => Store }
