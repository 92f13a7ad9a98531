import { Buffer } from 'node:buffer'
import { second } from '../../collector/core/time/units.ts'
import type { FeedItem } from './feed-item.ts'

/** An item that wants a place in a feed. */
type Candidate = {
  readonly whole: FeedItem
  /** The same with its latest message only, cut. */
  readonly brief: () => FeedItem
  /** It is not over: it has a place whatever there is. */
  readonly isOpen: boolean
}

/** Readers and their servers refuse feeds that are larger than half a megabyte: bytes of all items together. */
const largestFeed = 400_000
/** What is left for items that are over, however many are not, bytes. */
const keptForPast = 100_000
/** What a format writes around an item besides its title and addresses, bytes. */
const markup = 900

/** How much room an item takes, bytes, in the format that needs most of it. */
export const sizeOf = ({ title, link, html }: FeedItem): number =>
  markup + 2 * Buffer.byteLength(link) + Buffer.byteLength(JSON.stringify(title) + JSON.stringify(html))

/**
 * The items that fit into a feed of bounded size, in their order, newest first. What goes on is never left out: it is cut
 * to its latest message where there is no room. Of what is over the oldest is left out.
 */
export function fitItems(candidates: readonly Candidate[]): readonly FeedItem[] {
  const open = new Map<Candidate, FeedItem>()
  let used = 0
  for (const candidate of candidates) {
    if (!candidate.isOpen) continue
    const { whole } = candidate
    const item = used + sizeOf(whole) <= largestFeed - keptForPast ? whole : candidate.brief()
    open.set(candidate, item)
    used += sizeOf(item)
  }
  let isFull = false
  return withDistinctDates(
    candidates.flatMap((candidate) => {
      if (candidate.isOpen) return [open.get(candidate)!]
      used += sizeOf(candidate.whole)
      isFull ||= used > largestFeed
      return isFull ? [] : [candidate.whole]
    }),
  )
}

/**
 * The items with instants that fall, as the feed has them, from the newest on: where several are of one second, the later
 * ones of the feed are a second earlier each. Some readers (Slack's) take two items of one date for one.
 */
function withDistinctDates(items: readonly FeedItem[]): readonly FeedItem[] {
  let previous = Infinity
  return items.map((item) => {
    previous = Math.min(Math.floor(item.updatedAt / second) * second, previous - second)
    return { ...item, updatedAt: previous, publishedAt: Math.min(item.publishedAt, previous) }
  })
}
