import type { TeamMessage } from '../../core/delivery/message.ts'
import { bytesOf, countGraphemes } from '../plain-text.ts'
import { publicText } from '../public-text.ts'

/** https://docs.bsky.app/docs/advanced-guides/posts; a link longer than this is shown shortened. */
const maxGraphemes = 300
const maxBytes = 3_000
const maxLinkText = 60

/** The record of a post: `app.bsky.feed.post`. Links are facets, in bytes of UTF-8. */
export function postOf(message: TeamMessage, now: number) {
  const { link } = message
  const shown = link === null ? null : linkText(link)
  // A character that is made of very many bytes takes more of the limit than one.
  const measure = (text: string): number =>
    Math.max(countGraphemes(text), Math.ceil((bytesOf(text) * maxGraphemes) / maxBytes))
  const text = publicText({ ...message, link: shown }, maxGraphemes, measure, measure)
  return {
    $type: 'app.bsky.feed.post',
    text,
    createdAt: new Date(now).toISOString(),
    langs: [new Intl.Locale(message.locale).language],
    ...(link !== null && shown !== null && { facets: [facetOf(text, shown, link)] }),
  }
}

/** As people write links here: without scheme, and cut in the middle of nothing. */
function linkText(link: string): string {
  const short = link.replace(/^https?:\/\//, '').replace(/\/$/, '')
  return short.length <= maxLinkText ? short : `${short.slice(0, maxLinkText - 1)}…`
}

function facetOf(text: string, shown: string, link: string) {
  const byteEnd = bytesOf(text)
  return {
    index: { byteStart: byteEnd - bytesOf(shown), byteEnd },
    features: [{ $type: 'app.bsky.richtext.facet#link', uri: link }],
  }
}

const digits = '234567abcdefghijklmnopqrstuvwxyz'
/** From here on, for so long, lie the times that keys are made of, µs: all past, so that none is refused as of the future. */
const firstTime = 1_672_531_200_000_000n
const timeRange = 63_072_000_000_000n

/**
 * The key of the record of a message, the same at every attempt: a repetition writes the same record again. In the form of a
 * TID (https://atproto.com/specs/tid): 53 bits of a time in µs and 10 of a number, here both made of the message's id.
 */
export function recordKey(id: string): string {
  // FNV-1a, 64 bits.
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(id))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  let value = ((firstTime + ((hash >> 10n) % timeRange)) << 10n) | (hash & 0x3ffn)
  let key = ''
  for (let n = 0; n < 13; n++) {
    key = digits[Number(value & 31n)]! + key
    value >>= 5n
  }
  return key
}
