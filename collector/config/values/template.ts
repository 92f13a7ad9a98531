import type { JsonValue } from '../../core/config/channel.ts'
import { placeholderNames, unknownPlaceholder } from '../../core/delivery/message-template.ts'
import { suggest } from '../../core/text/suggest.ts'
import { rule } from '../rules.ts'

const isValue = (value: unknown): value is JsonValue =>
  value === null ||
  ['string', 'number', 'boolean'].includes(typeof value) ||
  (typeof value === 'object' && Object.values(value).every(isValue))

/** A text that is JSON all of it is meant as JSON: its strings are filled in, and stay strings. */
function readJson(text: string): JsonValue {
  if (!/^\s*[{[]/.test(text)) return text
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return text
  }
}

/** A template of a message: a text, or a mapping that is sent as JSON. Its placeholders are those of `core/delivery/message-template.ts`. */
export const template = () =>
  rule(
    { anyOf: [{ type: 'string' }, { type: 'object' }, { type: 'array' }] },
    "{ text: '{title} {link}' }",
    (value, fail): JsonValue => {
      const read = typeof value === 'string' ? readJson(value) : value
      if (!isValue(read) || read === null || typeof read === 'number' || typeof read === 'boolean')
        return fail('{value} is no template', "Write a text or a mapping such as { text: '{title} {link}' }")
      const unknown = unknownPlaceholder(read)
      if (unknown === null) return read
      const suggestion = suggest(unknown, placeholderNames)
      return fail(
        `there is no placeholder {${unknown.slice(0, 40)}}`,
        `${suggestion === undefined ? '' : `Did you mean {${suggestion}}? `}There are ${placeholderNames.map((name) => `{${name}}`).join(', ')}`,
      )
    },
  )
