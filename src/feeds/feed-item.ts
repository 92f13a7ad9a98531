import type { Notice } from '../../collector/core/incident/notice.ts'

/** What feeds of every format tell in one piece: a notice, or one message of it. */
export type FeedItem = {
  readonly kind: Notice['kind']
  /** Plain text in one line. */
  readonly title: string
  /** Absolute address of its page. */
  readonly link: string
  /** The same for ever, in every format and language, whatever is updated and wherever the page moves. */
  readonly guid: string
  /** What it is by now: `investigating`, `resolved`, `false_alarm`, `in_progress`; `published` for an announcement. */
  readonly state: string
  /** Safe HTML, the newest message first. */
  readonly html: string
  /** When it was first told, ms. */
  readonly publishedAt: number
  /** When it was last said anything about, ms. */
  readonly updatedAt: number
}
