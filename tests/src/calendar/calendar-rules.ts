import { unfolded } from './reader.ts'

/** One content line: `NAME;PARAMETER=VALUE:value`. */
type Line = {
  readonly name: string
  readonly parameters: Readonly<Record<string, string>>
  readonly value: string
}

type Part = { readonly name: string; readonly lines: readonly Line[]; readonly parts: readonly Part[] }

/** Properties whose value is TEXT (RFC 5545, 3.8; RFC 7986), those that list several too. */
const texts = new Set(
  'PRODID VERSION METHOD NAME SUMMARY DESCRIPTION LOCATION COMMENT CATEGORIES STATUS TRANSP UID TZID TZNAME ACTION X-WR-CALNAME X-LIC-LOCATION'.split(
    ' ',
  ),
)
const listed = new Set(['CATEGORIES', 'RESOURCES'])
/** Properties that an event may have several times. */
const repeated = new Set(['CATEGORIES', 'COMMENT', 'EXDATE', 'RDATE', 'ATTENDEE', 'CONTACT', 'RELATED-TO'])
const pattern = /^([A-Z][A-Z0-9-]*)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)$/s
const dateTime = /^\d{8}T\d{6}Z?$/
const date = /^\d{8}$/

/**
 * What is wrong with a calendar by RFC 5545 (and RFC 7986): lines, folding, escaping, and what every part must and may not
 * have; each problem with its line.
 */
export function calendarProblems(text: string): string[] {
  const problems = lineProblems(text)
  let root: Part
  try {
    root = parse(text)
  } catch (error) {
    return [...problems, String(error)]
  }
  const note = (isRight: boolean, what: string): void => {
    if (!isRight) problems.push(what)
  }
  note(root.name === 'VCALENDAR', 'is no VCALENDAR')
  for (const name of ['PRODID', 'VERSION']) note(valuesOf(root, name).length === 1, `has not one ${name}`)
  note(valuesOf(root, 'VERSION')[0] === '2.0', 'is of another version')
  // Section 3.6: programs refuse a calendar without any component, even a subscription to one that is empty so far.
  note(root.parts.length > 0, 'has no component')
  const zones = new Set(
    root.parts.filter(({ name }) => name === 'VTIMEZONE').map((zone) => valuesOf(zone, 'TZID')[0]),
  )
  const events = root.parts.filter(({ name }) => name === 'VEVENT')
  const keys = events.map((event) => `${valuesOf(event, 'UID')[0]} ${valuesOf(event, 'RECURRENCE-ID')[0]}`)
  note(new Set(keys).size === keys.length, 'two events have one UID and RECURRENCE-ID')
  for (const event of events) problems.push(...eventProblems(event, zones))
  return problems
}

/** Section 3.1: lines end with CRLF, have 75 octets at most, and are folded between characters. */
function lineProblems(text: string): string[] {
  const problems: string[] = []
  if (!text.endsWith('END:VCALENDAR\r\n')) problems.push('does not end with END:VCALENDAR and CRLF')
  if (!text.isWellFormed()) problems.push('has halves of characters')
  if (/\r(?!\n)|(?<!\r)\n/.test(text)) problems.push('has a CR or LF of its own')
  for (const line of text.split('\r\n')) {
    if (new TextEncoder().encode(line).length > 75) problems.push(`has more than 75 octets: ${line}`)
    // oxlint-disable-next-line no-control-regex
    if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(line)) problems.push(`has a control character: ${line}`)
  }
  for (const line of unfolded(text).slice(0, -1)) {
    const { name, value } = contentLine(line) ?? { name: '', value: '' }
    if (name === '') problems.push(`is no content line: ${line.slice(0, 80)}`)
    if (!texts.has(name)) continue
    const bare = value.replaceAll(/\\[\\;,nN]/g, '')
    if (bare.includes('\\')) problems.push(`has a backslash of its own: ${line.slice(0, 80)}`)
    if ((listed.has(name) ? /;/ : /[;,]/).test(bare)) problems.push(`is not escaped: ${line.slice(0, 80)}`)
  }
  return problems
}

/** Sections 3.6.1 and 3.6.6. */
function eventProblems(event: Part, zones: ReadonlySet<string | undefined>): string[] {
  const uid = valuesOf(event, 'UID')[0]
  const problems: string[] = []
  const note = (isRight: boolean, what: string): void => {
    if (!isRight) problems.push(`${uid}: ${what}`)
  }
  for (const name of new Set(event.lines.map((line) => line.name)))
    note(repeated.has(name) || valuesOf(event, name).length === 1, `has several ${name}`)
  for (const name of ['UID', 'DTSTAMP', 'DTSTART']) note(valuesOf(event, name).length === 1, `has no ${name}`)
  for (const name of ['DTSTAMP', 'LAST-MODIFIED', 'CREATED'])
    for (const value of valuesOf(event, name)) note(/^\d{8}T\d{6}Z$/.test(value), `${name} is not in UTC`)
  const [start, end] = ['DTSTART', 'DTEND'].map((name) => event.lines.find((line) => line.name === name))
  for (const line of [start, end, event.lines.find(({ name }) => name === 'RECURRENCE-ID')]) {
    if (!line) continue
    const isDate = line.parameters['VALUE'] === 'DATE'
    note((isDate ? date : dateTime).test(line.value), `${line.name} ${line.value} is no time`)
    const zone = line.parameters['TZID']
    note(zone === undefined || zones.has(zone), `is in the zone ${zone}, which is not described`)
    note(zone === undefined || !line.value.endsWith('Z'), `${line.name} is in UTC and in a zone`)
  }
  if (start && end && start.parameters['TZID'] === end.parameters['TZID'])
    note(end.value > start.value, 'ends before it begins')
  note(!(end && valuesOf(event, 'DURATION').length > 0), 'has an end and a duration')
  for (const value of valuesOf(event, 'STATUS'))
    note(['TENTATIVE', 'CONFIRMED', 'CANCELLED'].includes(value), `is ${value}`)
  for (const value of valuesOf(event, 'TRANSP'))
    note(['OPAQUE', 'TRANSPARENT'].includes(value), `is ${value}`)
  for (const value of valuesOf(event, 'SEQUENCE')) note(/^\d+$/.test(value), `its sequence is ${value}`)
  for (const value of valuesOf(event, 'URL')) note(URL.canParse(value), `its address is ${value}`)
  for (const alarm of event.parts.filter(({ name }) => name === 'VALARM')) {
    const action = valuesOf(alarm, 'ACTION')[0]
    note(action === 'DISPLAY' || action === 'AUDIO', `reminds by ${action}`)
    note(valuesOf(alarm, 'TRIGGER').length === 1, 'reminds at no time')
    note(action !== 'DISPLAY' || valuesOf(alarm, 'DESCRIPTION').length === 1, 'reminds without words')
  }
  return problems
}

const valuesOf = ({ lines }: Part, name: string): readonly string[] =>
  lines.filter((line) => line.name === name).map(({ value }) => value)

/** The parts of a content line; null where it is none. */
function contentLine(line: string): Line | null {
  const [, name, parameters, value] = pattern.exec(line) ?? []
  if (name === undefined || parameters === undefined || value === undefined) return null
  const pairs = parameters.matchAll(/;([A-Z0-9-]+)=((?:"[^"]*"|[^";])*)/g)
  return { name, parameters: Object.fromEntries([...pairs].map(([, key, one]) => [key!, one!])), value }
}

/** The parts of a calendar within one another. Throws where one does not end. */
function parse(text: string): Part {
  type Open = { name: string; lines: Line[]; parts: Part[] }
  const open: Open[] = [{ name: '', lines: [], parts: [] }]
  for (const line of unfolded(text).slice(0, -1).map(contentLine)) {
    if (!line) continue
    if (line.name === 'BEGIN') open.push({ name: line.value, lines: [], parts: [] })
    else if (line.name === 'END') {
      const ended = open.pop()!
      if (ended.name !== line.value || open.length === 0)
        throw new Error(`END:${line.value} ends ${ended.name}`)
      open.at(-1)!.parts.push(ended)
    } else open.at(-1)!.lines.push(line)
  }
  const [root] = open
  if (open.length !== 1 || root!.parts.length !== 1) throw new Error('is not one calendar')
  return root!.parts[0]!
}
