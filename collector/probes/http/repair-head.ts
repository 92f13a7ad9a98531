const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
// Tab is allowed in a value; every other control character is not.
// oxlint-disable-next-line no-control-regex
const controlCharacters = /[\u0000-\u0008\u000a-\u001f\u007f]/g

type Field = { readonly name: string; readonly value: string }

const strictHead =
  /^HTTP\/1\.[01] \d{3}(?: [^\r\n]*)?\r\n(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\u0020-\u007e\u0080-\u00ff]*\r\n)*\r\n$/

/** Whether a head is by the grammar and says its length in one way: then `repairHead` would change nothing of meaning. */
export function isStrictHead(head: string): boolean {
  if (!strictHead.test(head)) return false
  const lengths = head.match(/\r\ncontent-length:/gi)?.length ?? 0
  if (/\r\ntransfer-encoding:/i.test(head))
    return (
      lengths === 0 &&
      /\r\ntransfer-encoding:[\t ]*chunked[\t ]*(?=\r\n)(?!.*\r\ntransfer-encoding:)/is.test(head)
    )
  return lengths === 0 || (lengths === 1 && /\r\ncontent-length:[\t ]*\d+[\t ]*\r\n/i.test(head))
}

/**
 * The head of an HTTP answer (status line, fields, blank line; Latin-1) as a strict parser takes it. Browsers, curl and
 * most clients read answers that break the grammar in these ways, so a service that sends them works for its users:
 * lines that end in LF or in several CR, a version such as `HTTP/2` or `http/1.1`, a status set apart by several spaces or
 * by none, folded fields, white space around a name, fields without a proper name (dropped), control characters in a
 * value, the same Content-Length twice, as a list or with words behind it, Content-Length beside chunked (which wins, RFC
 * 9112, section 6.3), `identity` or nothing among the transfer codings. A compression among those is made one of the
 * content. Lengths that contradict one another stay, for the parser to refuse; so does whatever does not begin as an answer.
 */
export function repairHead(head: string): string {
  const [first = '', ...lines] = head.split(/\r*\n/)
  const statusLine = first
    .replace(/^HTTP\/(\d+(?:\.\d+)?) +(\d{3})(?!\d) */i, 'HTTP/$1 $2 ')
    .replace(/^HTTP\/[2-9](\.\d+)?(?= )/, 'HTTP/1.1')
    .replace(/^ICY (?=\d)/, 'HTTP/1.0 ')
    .trimEnd()
  if (!statusLine.startsWith('HTTP/')) return head
  const fields = withOneCoding(withOneLength(unfold(lines).flatMap(fieldOf)))
  return [statusLine, ...fields.map(({ name, value }) => `${name}: ${value}`), '', ''].join('\r\n')
}

function unfold(lines: readonly string[]): string[] {
  const whole: string[] = []
  for (const line of lines)
    if (/^[ \t]/.test(line) && whole.length > 0) whole.push(`${whole.pop()} ${line.trim()}`)
    else if (line !== '') whole.push(line)
  return whole
}

function fieldOf(line: string): Field[] {
  const colon = line.indexOf(':')
  const name = line.slice(0, Math.max(0, colon)).trim()
  if (!token.test(name)) return []
  return [
    {
      name,
      value: line
        .slice(colon + 1)
        .replace(controlCharacters, ' ')
        .trim(),
    },
  ]
}

const isNamed =
  (name: string) =>
  (field: Field): boolean =>
    field.name.toLowerCase() === name

/** The members of a list that a field may spread over several lines, without empty ones. */
const membersOf = (fields: readonly Field[]): string[] =>
  fields.flatMap(({ value }) => value.split(',').map((each) => each.trim())).filter((each) => each !== '')

/** The number a length begins with, as curl reads it; what does not begin with one stays as it is. */
const lengthOf = (text: string): string => /^\+?0*(\d+)(?:[\s;.].*)?$/.exec(text)?.[1] ?? text

function withOneLength(fields: readonly Field[]): readonly Field[] {
  const named = fields.filter(isNamed('content-length'))
  if (named.length === 0) return fields
  const others = fields.filter((field) => !named.includes(field))
  const lengths = [...new Set(membersOf(named).map(lengthOf))]
  if (fields.some(isNamed('transfer-encoding')) && codingsOf(fields).length > 0) return others
  return [
    ...others,
    ...(lengths.length > 1 ? named : lengths.map((value) => ({ name: 'Content-Length', value }))),
  ]
}

const compressions = new Set(['gzip', 'x-gzip', 'deflate'])

const codingsOf = (fields: readonly Field[]): string[] =>
  membersOf(fields.filter(isNamed('transfer-encoding')))
    .map((coding) => coding.toLowerCase())
    .filter((coding) => coding !== 'identity')

/** At most `chunked` is left of the transfer codings; a compression among them is moved to those of the content. */
function withOneCoding(fields: readonly Field[]): readonly Field[] {
  const codings = codingsOf(fields)
  const isKnown = codings.every((coding) => coding === 'chunked' || compressions.has(coding))
  if (!isKnown || !fields.some(isNamed('transfer-encoding'))) return fields
  const compressed = codings.filter((coding) => compressions.has(coding))
  const content = fields.filter(isNamed('content-encoding'))
  const moved = compressed.length > 0 ? [...membersOf(content), ...compressed] : []
  return [
    ...fields.filter(
      (field) => !isNamed('transfer-encoding')(field) && !(moved.length > 0 && content.includes(field)),
    ),
    ...(moved.length > 0 ? [{ name: 'Content-Encoding', value: moved.join(', ') }] : []),
    ...(codings.includes('chunked') ? [{ name: 'Transfer-Encoding', value: 'chunked' }] : []),
  ]
}
