import type { Snapshot } from '../../core/snapshot/snapshot.ts'

/** Finds a snapshot that shows all that was stored by an instant: the published one, else one made for a message, else a new one. */
export function createRecentSnapshots(
  gather: () => Promise<Snapshot>,
  published: () => Snapshot | null,
): (at: number) => Promise<Snapshot> {
  let made: Snapshot | null = null
  return async (at) => {
    const recent = [published(), made].find((one) => one !== null && one.generatedAt > at)
    return recent ?? (made = await gather())
  }
}
