import type { ConsoleRequest } from '../console/console-page.ts'
import type { AnswerRequest } from '../subscription/answer.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * How much of the site a publication looks at:
 * - `news`: what readers must not wait for; pages whose deferrable key holds stay as they are;
 * - `present`: only the pages of the present, in a minute in which nothing happened but checks;
 * - `minute`: all pages; what only moves with the minutes stays as of the hour;
 * - `whole`: all pages.
 */
export type PublicationScope = 'news' | 'present' | 'minute' | 'whole'

/** One public artifact of a snapshot. Its keys may be computed when they are asked for. */
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
  /**
   * What of it readers would miss within the hour: as long as this holds, figures that move with every minute are told as
   * of the last whole publication. Absent where every change is shown at the next minute.
   */
  readonly hourlyKey?: string
}

/** The compiled Astro site, loaded in process. */
export type Renderer = {
  /** Fingerprint of the templates themselves: a new build renders everything again. */
  readonly build: string
  /** Every public artifact of a snapshot, each path once; with `present`, those that show the present. */
  routes(snapshot: Snapshot, scope?: PublicationScope): readonly Route[]
  /** The bytes of one path. Throws an Error naming the path when a template fails or the path does not exist. */
  render(path: string, snapshot: Snapshot): Promise<Uint8Array>
  /** The page that answers a subscriber, which is no path of the site. Throws an Error when a template fails. */
  renderAnswer(request: AnswerRequest, snapshot: Snapshot): Promise<Uint8Array>
  /** A page of the team's console, which is no path of the site either. Throws an Error when a template fails. */
  renderConsole(request: ConsoleRequest, snapshot: Snapshot): Promise<Uint8Array>
  /** Files that do not depend on a snapshot (favicon, robots.txt): file name to bytes. */
  readonly assets: ReadonlyMap<string, Uint8Array>
}
