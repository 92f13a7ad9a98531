/** Texts kept in memory at once; the oldest are dropped first. */
const maxTexts = 500

/**
 * Tells what is new from what comes again and again: a text is new when it has not come for `quiet` ms. One that keeps coming
 * is new once, however often it comes.
 *
 * @returns a function of a text and an instant, ms by a clock that never goes back
 */
export function createRepeatFilter(quiet: number): (text: string, at: number) => boolean {
  /** When each text came last, the latest at the end. */
  const latest = new Map<string, number>()
  return (text, at) => {
    const before = latest.get(text)
    latest.delete(text)
    latest.set(text, at)
    if (latest.size > maxTexts) latest.delete(latest.keys().next().value!)
    return before === undefined || at - before >= quiet
  }
}
