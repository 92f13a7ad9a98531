/** RFC 4180, read by nothing of ours: fields by name, a record a line. */
export function readCsv(text: string): Record<string, string>[] {
  const lines: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    lines.at(-1)!.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === '\r\n') lines.push([])
    else if (end === '') break
  }
  const [header, ...records] = lines
  return records
    .filter((record) => record.length > 1)
    .map((record) => Object.fromEntries(header!.map((name, i) => [name, record[i] ?? ''])))
}

/** What a spreadsheet makes of the intervals of a figure, in exact fractions: SUMIF, SUM, ROUNDUP and a division. */
export function recompute(text: string) {
  const rows = readCsv(text)
  const sumIf = (treatment: string): number =>
    rows.filter((row) => row['treatment'] === treatment).reduce((sum, row) => sum + Number(row['ms']), 0)
  const thousandths = rows.reduce((sum, row) => {
    const [whole, part = ''] = row['lost_ms']!.split('.')
    return sum + BigInt(whole!) * 1000n + BigInt(part.padEnd(3, '0'))
  }, 0n)
  const observed = sumIf('counted')
  const down = Number((thousandths + 999n) / 1000n)
  return {
    period: observed + sumIf('excluded') + sumIf('unknown'),
    observed,
    down,
    excluded: sumIf('excluded'),
    unknown: sumIf('unknown'),
    availability: observed === 0 ? null : (observed - down) / observed,
  }
}
