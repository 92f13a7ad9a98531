/** Where a text stops being JSON: line and column from 1 (UTF-16 units), and what was expected there. */
export type JsonFault = { readonly line: number; readonly column: number; readonly expected: string }

const space = /[ \t\r\n]*/y
// oxlint-disable-next-line no-control-regex -- a text of JSON has none
const opened = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\u0000-\u001f]*)*/y
const word = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

type Awaited = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'more' | 'nothing'

/**
 * The first place where a text is not JSON (RFC 8259), or null when it is. The runtime's own parser names the place in some
 * of its messages only, and repeats what it was given in others.
 */
export function jsonFault(text: string): JsonFault | null {
  const open: ('{' | '[')[] = []
  let at = 0
  let awaited: Awaited = 'value'

  const matches = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    if (!pattern.test(text)) return false
    at = pattern.lastIndex
    return true
  }
  const closer = (): string => (open.at(-1) === '{' ? '}' : ']')
  const afterValue = (): Awaited => (open.length === 0 ? 'nothing' : 'more')
  const fault = (expected: string): JsonFault => {
    const lines = text.slice(0, at).split(/\r\n?|\n/)
    return { line: lines.length, column: lines.at(-1)!.length + 1, expected }
  }
  const close = (): void => {
    at++
    open.pop()
    awaited = afterValue()
  }

  for (;;) {
    matches(space)
    const letter = text[at]
    switch (awaited) {
      case 'nothing':
        return letter === undefined ? null : fault('nothing more')
      case 'colon':
        if (letter !== ':') return fault('":"')
        at++
        awaited = 'value'
        continue
      case 'more':
        if (letter === closer()) close()
        else if (letter === ',') {
          at++
          awaited = open.at(-1) === '{' ? 'key' : 'value'
        } else return fault(`"," or "${closer()}"`)
        continue
      case 'key':
      case 'key or end':
        if (letter === '}' && awaited === 'key or end') close()
        else if (letter !== '"') return fault(`a name in double quotes${awaited === 'key' ? '' : ' or "}"'}`)
        else {
          matches(opened)
          if (text[at] !== '"') return fault(inString(text, at))
          at++
          awaited = 'colon'
        }
        continue
      default:
        if (letter === ']' && awaited === 'value or end') close()
        else if (letter === '{' || letter === '[') {
          at++
          open.push(letter)
          awaited = letter === '{' ? 'key or end' : 'value or end'
        } else if (letter === '"') {
          matches(opened)
          if (text[at] !== '"') return fault(inString(text, at))
          at++
          awaited = afterValue()
        } else if (matches(word)) awaited = afterValue()
        else return fault('a value')
    }
  }
}

const inString = (text: string, at: number): string =>
  text[at] === undefined
    ? 'the closing double quote of a text'
    : text[at] === '\\'
      ? 'an escape that JSON has, such as \\n or \\u00e9'
      : 'an escape such as \\n in place of a control character'
