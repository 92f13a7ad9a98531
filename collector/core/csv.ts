/** A value of a table; null is an empty field. */
export type CsvValue = string | number | boolean | null

function field(value: CsvValue): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  // A spreadsheet must not take a name for a formula (OWASP, CSV Injection); some take signs of full width for one, too.
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A line of a table as RFC 4180 has it, without its end. */
export const csvLine = (values: readonly CsvValue[]): string => values.map(field).join(',')

/** A table: its header and its lines, each ended by CR LF. */
export const csv = (header: string, lines: readonly string[]): string => [header, ...lines, ''].join('\r\n')
