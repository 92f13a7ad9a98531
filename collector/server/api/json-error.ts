/** A JSON syntax error: line and column from 1 (UTF-16 units), and what was expected there. */
export type JsonSyntaxError = { readonly line: number; readonly column: number; readonly expected: string }

const whitespace = /[ \t\r\n]*/y
// oxlint-disable-next-line no-control-regex -- a text of JSON has none
const unclosedString = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\u0000-\u001f]*)*/y
const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

type ExpectedToken = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'more' | 'nothing'

/**
 * Find the first syntax error of a JSON text (RFC 8259); null when there is none. The runtime's own parser names the position
 * in some of its messages only, and repeats the input in others.
 */
export function findJsonError(text: string): JsonSyntaxError | null {
  const open: ('{' | '[')[] = []
  let at = 0
  let nextToken: ExpectedToken = 'value'

  const matches = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    if (!pattern.test(text)) return false
    at = pattern.lastIndex
    return true
  }
  const closer = (): string => (open.at(-1) === '{' ? '}' : ']')
  const afterValue = (): ExpectedToken => (open.length === 0 ? 'nothing' : 'more')
  const errorHere = (expected: string): JsonSyntaxError => {
    const lines = text.slice(0, at).split(/\r\n?|\n/)
    return { line: lines.length, column: lines.at(-1)!.length + 1, expected }
  }
  const close = (): void => {
    at++
    open.pop()
    nextToken = afterValue()
  }

  for (;;) {
    matches(whitespace)
    const letter = text[at]
    switch (nextToken) {
      case 'nothing':
        return letter === undefined ? null : errorHere('nothing more')
      case 'colon':
        if (letter !== ':') return errorHere('":"')
        at++
        nextToken = 'value'
        continue
      case 'more':
        if (letter === closer()) close()
        else if (letter === ',') {
          at++
          nextToken = open.at(-1) === '{' ? 'key' : 'value'
        } else return errorHere(`"," or "${closer()}"`)
        continue
      case 'key':
      case 'key or end':
        if (letter === '}' && nextToken === 'key or end') close()
        else if (letter !== '"')
          return errorHere(`a name in double quotes${nextToken === 'key' ? '' : ' or "}"'}`)
        else {
          matches(unclosedString)
          if (text[at] !== '"') return errorHere(stringError(text, at))
          at++
          nextToken = 'colon'
        }
        continue
      default:
        if (letter === ']' && nextToken === 'value or end') close()
        else if (letter === '{' || letter === '[') {
          at++
          open.push(letter)
          nextToken = letter === '{' ? 'key or end' : 'value or end'
        } else if (letter === '"') {
          matches(unclosedString)
          if (text[at] !== '"') return errorHere(stringError(text, at))
          at++
          nextToken = afterValue()
        } else if (matches(literal)) nextToken = afterValue()
        else return errorHere('a value')
    }
  }
}

const stringError = (text: string, at: number): string =>
  text[at] === undefined
    ? 'the closing double quote of a text'
    : text[at] === '\\'
      ? 'an escape that JSON has, such as \\n or \\u00e9'
      : 'an escape such as \\n in place of a control character'
