import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type BenchRun, appendHistory, compareRatios, readHistory } from '../../bench/history.ts'
import { milliseconds, ratio, speedRatio } from '../../bench/measurement.ts'
import { topFunctions } from '../../bench/profile.ts'

const aRun = (figures: BenchRun['figures'], at = '2026-11-01T00:00:00.000Z'): BenchRun => ({
  at,
  versions: { node: '26.10.0' },
  machine: 'linux',
  load: 0.1,
  figures,
})

test('runs are kept in order, and lines that are none are left out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-history-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'sub/history.jsonl')
  expect(readHistory(file)).toEqual([])
  appendHistory(file, aRun({ a: 1 }))
  appendHistory(file, aRun({ a: 2 }))
  expect(readHistory(file).map(({ figures }) => figures)).toEqual([{ a: 1 }, { a: 2 }])
  writeFileSync(file, `half a li\nnull\n{}\n${JSON.stringify(aRun({ a: 3 }))}\n`)
  expect(readHistory(file).map(({ figures }) => figures)).toEqual([{ a: 3 }])
})

test('a ratio that is worse than in its latest run is named, whichever way worse is; times are not compared', () => {
  const history = [
    aRun({ cost: 9, speed: 1 }),
    aRun({ cost: 1, speed: 1, time: 5 }),
    aRun({ other: 1 }, '2026-11-02T00:00:00.000Z'),
  ]
  const units = { cost: ratio, speed: speedRatio, time: milliseconds, fresh: ratio }
  expect(compareRatios(history, { cost: 1.1, speed: 0.9, time: 50, fresh: 9 }, units)).toEqual([])
  expect(compareRatios(history, { cost: 1.2, speed: 0.5 }, units)).toEqual([
    'cost was 1.00 on 2026-11-01 and is 1.20, 20 % worse',
    'speed was 1.00 on 2026-11-01 and is 0.50, 100 % worse',
  ])
  expect(compareRatios(history, { cost: 0.5, speed: 2 }, units)).toEqual([])
})

test('a profile is summed by function, without the time when there was nothing to do', () => {
  const frame = (functionName: string) => ({ functionName, url: '', lineNumber: 0 })
  const lines = topFunctions(
    {
      nodes: [
        { id: 1, callFrame: frame('(idle)') },
        { id: 2, callFrame: frame('slow') },
        { id: 3, callFrame: frame('quick') },
        { id: 4, callFrame: frame('slow') },
      ],
      samples: [1, 2, 3, 4],
      timeDeltas: [900_000, 50_000, 25_000, 25_000],
    },
    2,
  )
  expect(lines.map((line) => line.trim())).toEqual(['75 ms  75.0 %  slow', '25 ms  25.0 %  quick'])
})
