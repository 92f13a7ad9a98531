import { rule } from '../rules.ts'

type StatusRange = readonly [number, number]

function parseStatusRange(value: unknown): StatusRange | undefined {
  const text = String(value)
  const family = /^([1-5])xx$/i.exec(text)
  if (family !== null) return [Number(family[1]) * 100, Number(family[1]) * 100 + 99]
  const parts = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(text)
  if (parts === null) return undefined
  const first = Number(parts[1])
  const last = Number(parts[2] ?? first)
  return last < first ? undefined : [first, last]
}

const statusSchema = {
  anyOf: [
    { type: 'integer', minimum: 100, maximum: 599 },
    { type: 'string', pattern: '^[1-5](xx|[0-9]{2}(-[1-5][0-9]{2})?)$' },
  ],
}

/** Accepted HTTP status codes: `200`, `2xx`, `200-299`, or a list of those; read as inclusive ranges. */
export const status = () =>
  rule(
    { anyOf: [...statusSchema.anyOf, { type: 'array', items: statusSchema, minItems: 1 }] },
    '2xx',
    (value, fail): readonly StatusRange[] => {
      const list: readonly unknown[] = Array.isArray(value) ? value : [value]
      const plain = 'Write 200, 2xx, 200-299 or a list of those'
      if (list.length === 0) return fail('is an empty list', plain)
      const ranges: StatusRange[] = []
      for (const [index, item] of list.entries()) {
        const range = parseStatusRange(item)
        if (range !== undefined) ranges.push(range)
        else if (typeof item !== 'symbol')
          fail('{value} is not an HTTP status', plain, { at: Array.isArray(value) ? [index] : [], plain })
      }
      return ranges
    },
  )

/** Headers that the connection itself writes: with another value no answer could be read. */
const connectionHeaders: Readonly<Record<string, string>> = {
  connection: 'each check has a connection of its own',
  'keep-alive': 'each check has a connection of its own',
  'content-length': 'it is counted from the body',
  'transfer-encoding': 'the body is sent as it is',
  expect: 'the body is sent at once',
  upgrade: 'a monitor of kind websocket upgrades',
  te: 'the answer is read as it comes',
  trailer: 'the body is sent as it is',
}

const handshakeReason = 'the handshake writes it; name subprotocols with sec-websocket-protocol'
const handshakeHeaders = Object.fromEntries(
  ['key', 'version', 'extensions', 'accept'].map((name) => [`sec-websocket-${name}`, handshakeReason]),
)

/** As `headers`, for a request: those the connection itself writes are refused. */
export const requestHeaders = () => headers(connectionHeaders)

/** As `requestHeaders`, for the request that opens a WebSocket. */
export const handshakeRequestHeaders = () => headers({ ...connectionHeaders, ...handshakeHeaders })

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** HTTP header names to values, names in small letters; numbers and booleans are taken as they are written. */
export const headers = (reserved: Readonly<Record<string, string>> = {}) =>
  rule(
    { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
    '{ accept: application/json }',
    (value, fail): Readonly<Record<string, string>> => {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        return fail(
          '{value} is not a mapping of header names to values',
          'Write for example { accept: application/json }',
        )
      const parsed = Object.create(null) as Record<string, string>
      for (const [name, content] of Object.entries(value) as [string, unknown][])
        if (typeof content === 'symbol') continue
        else if (!headerName.test(name))
          fail(`"${name}" is not the name of a header`, 'Write for example "accept"', { at: [name] })
        else if (Object.hasOwn(reserved, name.toLowerCase()))
          fail(`"${name}" cannot be set: ${reserved[name.toLowerCase()]}`, 'Remove it', { at: [name] })
        else if (content === null) fail('is empty', 'Write its value, or "" for none', { at: [name] })
        else if (typeof content === 'object')
          fail('is not a single value', 'Write one line of text', { at: [name] })
        // Exactly the characters a header may carry: visible ones of Latin-1, space and tab.
        else if (/[^\t\u0020-\u007e\u00a0-\u00ff]/.test(String(content)))
          fail('holds a character that headers cannot carry', 'Write one line of text', { at: [name] })
        else if (Object.hasOwn(parsed, name.toLowerCase()))
          fail(`"${name}" is given twice, in other capitals`, 'Remove one', { at: [name] })
        else parsed[name.toLowerCase()] = String(content)
      return parsed
    },
  )
