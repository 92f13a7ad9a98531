/** A value of a table; null is an empty field. */
export type CsvValue = string | number | boolean | null

/** What a spreadsheet must not take for a formula (OWASP, CSV Injection); some take signs of full width for one, too. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/
/** The same behind what other locales take for the end of a field: there it begins a cell of its own. */
const formulaInside = /([;\t\r\n]"*)(?=[=+\-@＝＋－＠])/g
const needsQuotes = /[",;\t\r\n]/

function formatField(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = (formulaStart.test(value) ? `'${value}` : value).replaceAll(formulaInside, "$1'")
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A line of a table as RFC 4180 has it, without its end. */
export function csvLine(values: readonly CsvValue[]): string {
  // Reports have tens of thousands of lines: nothing is made on the way.
  let line = ''
  for (let i = 0; i < values.length; i++)
    line += i === 0 ? formatField(values[i]!) : `,${formatField(values[i]!)}`
  return line
}

/** A table: its header and its lines, each ended by CR LF. */
export function csv(header: string, lines: Iterable<string>): string {
  let table = `${header}\r\n`
  for (const line of lines) table += `${line}\r\n`
  return table
}
