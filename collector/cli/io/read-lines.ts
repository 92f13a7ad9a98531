import type { Readable } from 'node:stream'

/** No line that Vigie reads is longer than this, in characters: more is a file of another kind, and must not fill the memory. */
const maxLineLength = 1_048_576

/** A line of a text, cut after `longest` characters and then marked as too long. */
export type InputLine = { readonly number: number; readonly text: string; readonly tooLong: boolean }

/**
 * The lines of a UTF-8 stream, as editors of all systems end them; a byte order mark is no part of the first. However
 * long a line is, only its beginning is held in memory.
 */
export async function* readLines(input: Readable): AsyncGenerator<InputLine> {
  const decoder = new TextDecoder()
  let number = 0
  let buffer = ''
  let tooLong = false
  const takeLine = (): InputLine => {
    const text = buffer.endsWith('\r') ? buffer.slice(0, -1) : buffer
    const result = { number: ++number, text, tooLong }
    buffer = ''
    tooLong = false
    return result
  }
  const append = (part: string): void => {
    tooLong ||= buffer.length + part.length > maxLineLength
    buffer += part.slice(0, maxLineLength - buffer.length)
  }
  for await (const chunk of input as AsyncIterable<Buffer>) {
    const text = decoder.decode(chunk, { stream: true })
    let from = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      append(text.slice(from, end))
      yield takeLine()
      from = end + 1
    }
    append(text.slice(from))
  }
  append(decoder.decode())
  if (buffer !== '') yield takeLine()
}
