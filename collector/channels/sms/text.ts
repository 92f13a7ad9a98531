import type { TeamMessage } from '../../core/delivery/message.ts'
import { forTelephones, segmentCount } from './segments.ts'

/** More than this is read on the page. */
const maxSegments = 3
/** A title cut shorter says nothing. Characters. */
const minTitle = 30

/**
 * What fits: the title and a link in one segment, with as much of what was said as there is still room for; where the link is
 * too long for that, in a few. The link is whole or not there at all: where somebody is asked to answer, it is the one to do so.
 */
export function smsText({ title, paragraphs, link, acknowledgeLink }: TeamMessage): string {
  const target = acknowledgeLink ?? link
  const body = paragraphs.join(' ').replaceAll(/\s+/g, ' ')
  for (let segments = 1; segments <= maxSegments; segments++) {
    const whole = fit(title, target, segments, title.length)
    // The title alone may be cut to save a segment, not to say nothing.
    const text = whole ?? fit(title, target, segments, Math.min(minTitle, title.length))
    if (text === null) continue
    return (whole !== null && body !== '' && fit(`${title}: ${body}`, target, segments, title.length)) || text
  }
  return fit(title, null, maxSegments, 1) ?? ''
}

/** The most of a text that fits with a link behind it; null where that is less than `atLeast` characters. */
function fit(text: string, target: string | null, segments: number, atLeast: number): string | null {
  const foot = target === null ? '' : ` ${target}`
  const characters = Array.from(text)
  const written = (count: number): string =>
    forTelephones(count === characters.length ? text : `${characters.slice(0, count).join('').trimEnd()}…`) +
    foot
  const fits = (count: number): boolean => segmentCount(written(count)) <= segments
  if (fits(characters.length)) return written(characters.length)
  let low = 0
  let high = characters.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(middle)) low = middle
    else high = middle - 1
  }
  return low < atLeast || low === 0 ? null : written(low)
}
