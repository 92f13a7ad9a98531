import type { Readable } from 'node:stream'

/** No line that Vigie reads is longer than this, in characters: more is a file of another kind, and must not fill the memory. */
const longestLine = 1_048_576

/** A line of a text, cut after `longest` characters and then marked as too long. */
export type InputLine = { readonly number: number; readonly text: string; readonly tooLong: boolean }

/**
 * The lines of a UTF-8 stream, as editors of all systems end them; a byte order mark is no part of the first. However
 * long a line is, only its beginning is held in memory.
 */
export async function* readLines(input: Readable): AsyncGenerator<InputLine> {
  const decoder = new TextDecoder()
  let number = 0
  let held = ''
  let tooLong = false
  const line = (): InputLine => {
    const text = held.endsWith('\r') ? held.slice(0, -1) : held
    const done = { number: ++number, text, tooLong }
    held = ''
    tooLong = false
    return done
  }
  const hold = (part: string): void => {
    tooLong ||= held.length + part.length > longestLine
    held += part.slice(0, longestLine - held.length)
  }
  for await (const chunk of input as AsyncIterable<Buffer>) {
    const text = decoder.decode(chunk, { stream: true })
    let from = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      hold(text.slice(from, end))
      yield line()
      from = end + 1
    }
    hold(text.slice(from))
  }
  hold(decoder.decode())
  if (held !== '') yield line()
}
