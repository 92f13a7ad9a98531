import type { TeamMessage } from '../core/delivery/message.ts'
import { type Measure, cut } from './plain-text.ts'

/** An `@` or a `#` followed by nothing that shows: who has that name is not called, and no trend is joined. */
const quiet = (text: string): string => text.replaceAll(/[@#＠＃](?=\S)/g, '$&\u200b')

/**
 * What the public reads: the title, what was said, when and where, and the link, which is never cut.
 *
 * @param linkLength what the link takes of the limit
 */
export function publicText(
  { title, paragraphs, details, colon, link }: TeamMessage,
  limit: number,
  measure: Measure,
  linkLength: (link: string) => number,
): string {
  const foot = link === null ? '' : `\n\n${link}`
  const room = limit - (link === null ? 0 : measure('\n\n') + linkLength(link))
  const facts = details.map(({ label, value }) => `${label}${colon}${value}`).join('\n')
  const text = [title, ...paragraphs, facts].filter((part) => part !== '').join('\n\n')
  return cut(quiet(text), room, measure) + foot
}
