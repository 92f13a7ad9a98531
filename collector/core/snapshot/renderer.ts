import type { AnswerRequest } from '../subscription/answer.ts'
import type { Snapshot } from './snapshot.ts'

/** One public artifact of a snapshot. */
export type Route = {
  /** Where it is asked for: `/`, `/en/incidents/abc/`, `/rss.xml`. */
  readonly path: string
  /** Where it lies in a release, without a leading slash: `index.html`, `en/incidents/abc/index.html`, `rss.xml`. */
  readonly file: string
  /** Changes when and only when the bytes may: two snapshots that agree on it render the same. */
  readonly fingerprint: string
  /**
   * The part of it that readers must not wait for, without the passing of time: as long as this holds, an urgent
   * publication leaves the page to the next one that is not. Absent where every change is urgent.
   */
  readonly deferrableKey?: string
}

/** The compiled Astro site, loaded in process. */
export type Renderer = {
  /** Fingerprint of the templates themselves: a new build renders everything again. */
  readonly build: string
  /** Every public artifact of a snapshot, each path once. */
  routes(snapshot: Snapshot): readonly Route[]
  /** The bytes of one path. Throws an Error naming the path when a template fails or the path does not exist. */
  render(path: string, snapshot: Snapshot): Promise<Uint8Array>
  /** The page that answers a subscriber, which is no path of the site. Throws an Error when a template fails. */
  renderAnswer(request: AnswerRequest, snapshot: Snapshot): Promise<Uint8Array>
  /** Files that do not depend on a snapshot (favicon, robots.txt): file name to bytes. */
  readonly assets: ReadonlyMap<string, Uint8Array>
}
