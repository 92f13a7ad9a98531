import { expect, test } from 'vitest'
import { ChunkRepair } from '../../collector/probes/http/repair-chunks.ts'

/** What a parser gets of a body that comes in pieces of so many bytes. */
function repairInPieces(body: string, size: number): string {
  const repair = new ChunkRepair()
  const bytes = Buffer.from(body, 'latin1')
  let repaired = ''
  for (let at = 0; at < bytes.length; at += size)
    repaired += repair.repair(bytes.subarray(at, at + size)).toString('latin1')
  return repaired + repair.flush().toString('latin1')
}

test.each([
  ['by the grammar', '2\r\nok\r\n0\r\n\r\n', '2\r\nok\r\n0\r\n\r\n'],
  ['with line ends in the data', '4\r\n\r\n\n0\r\n0\r\n\r\n', '4\r\n\r\n\n0\r\n0\r\n\r\n'],
  ['with extensions', '2 ; a = "b;c"\r\nok\r\n0;d\r\n\r\n', '2\r\nok\r\n0\r\n\r\n'],
  ['with lines that end in LF', '2\nok\n0\n\n', '2\r\nok\r\n0\r\n\r\n'],
  ['with a size in capitals and zeros', '00A\r\n0123456789\r\n000\r\n\r\n', '00A\r\n0123456789\r\n0\r\n\r\n'],
  ['with trailers', '2\r\nok\r\n0\r\nA : b\r\nnonsense\r\n\r\n', '2\r\nok\r\n0\r\n\r\n'],
  ['and more behind them', '2\r\nok\r\n0\r\n\r\nHTTP/1.1', '2\r\nok\r\n0\r\n\r\nHTTP/1.1'],
  ['that are cut in a size', '2\r\nok\r\n1', '2\r\nok\r\n1'],
  ['that are cut before the end', '2\r\nok\r\n0\r\nA: b\r\n', '2\r\nok\r\n'],
  ['that are none', 'ok\r\n0\r\n\r\n', 'ok\r\n0\r\n\r\n'],
  ['that are longer than announced', '2\r\nokay\r\n0 \r\n\r\n', '2\r\nokay\r\n0 \r\n\r\n'],
])('chunks %s, however they are cut', (_, sent, repaired) => {
  for (let size = 1; size <= sent.length; size++) expect(repairInPieces(sent, size)).toBe(repaired)
})

test('lines and trailers without end are passed on for the parser to refuse', () => {
  const line = `2;${'a'.repeat(10_000)}`
  expect(repairInPieces(line, 100)).toBe(line)
  const trailers = 'A: b\r\n'.repeat(5_000)
  expect(repairInPieces(`0\r\n${trailers}`, 100)).toMatch(/^0\r\nA: b\r\n/)
})
