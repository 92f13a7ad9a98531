const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
// Tab is allowed in a value; every other control character is not.
// oxlint-disable-next-line no-control-regex
const controlCharacters = /[\u0000-\u0008\u000a-\u001f\u007f]/g

type Field = { readonly name: string; readonly value: string }

const strictHead =
  /^HTTP\/1\.[01] \d{3}[^\r\n]*\r\n(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\u0020-\u007e\u0080-\u00ff]*\r\n)*\r\n$/

/** Whether a head is by the grammar and says its length in one way: then `repairHead` would change nothing of meaning. */
export function isStrictHead(head: string): boolean {
  if (!strictHead.test(head)) return false
  const lengths = head.match(/\r\ncontent-length:/gi)?.length ?? 0
  if (/\r\ntransfer-encoding:/i.test(head))
    return lengths === 0 && !/\r\ntransfer-encoding:\s*identity/i.test(head)
  return lengths === 0 || (lengths === 1 && !/\r\ncontent-length:[^\r\n]*,/i.test(head))
}

/**
 * The head of an HTTP answer (status line, fields, blank line; Latin-1) as a strict parser takes it. Browsers, curl and
 * most clients read answers that break the grammar in these ways, so a service that sends them works for its users:
 * lines that end in LF, a version such as `HTTP/2`, folded fields, white space around a name, fields without a proper
 * name (dropped), control characters in a value, the same Content-Length twice or as a list, Content-Length beside
 * chunked (which wins, RFC 9112, section 6.3), `Transfer-Encoding: identity`. Lengths that contradict one another stay,
 * for the parser to refuse; so does whatever does not begin as an answer.
 */
export function repairHead(head: string): string {
  const [first = '', ...lines] = head.split(/\r?\n/)
  const statusLine = first
    .replace(/^HTTP\/[2-9](\.\d+)?(?= )/, 'HTTP/1.1')
    .replace(/^ICY (?=\d)/, 'HTTP/1.0 ')
  if (!statusLine.startsWith('HTTP/')) return head
  const fields = withOneLength(unfold(lines).flatMap(fieldOf))
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

function withOneLength(fields: readonly Field[]): readonly Field[] {
  const named = (name: string): Field[] => fields.filter((field) => field.name.toLowerCase() === name)
  const codings = named('transfer-encoding').filter(({ value }) => value.toLowerCase() !== 'identity')
  const lengths = new Set(
    named('content-length').flatMap(({ value }) => value.split(',').map((each) => each.trim())),
  )
  const framing =
    codings.length > 0
      ? codings
      : lengths.size === 1
        ? [{ name: 'Content-Length', value: [...lengths][0]! }]
        : named('content-length')
  return [...fields.filter(({ name }) => !/^(content-length|transfer-encoding)$/i.test(name)), ...framing]
}
