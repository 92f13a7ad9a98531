import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openBackup } from '../../collector/store/sqlite/read-backup.ts'
import { StoreError } from '../../collector/store/store.ts'

test.each([
  ['missing', null, 'there is no'],
  ['empty', '', 'is empty'],
  ['a text', 'hello\n', 'is not a SQLite database'],
  ['cut off', 'SQLite format 3\0', 'is not a SQLite database'],
])('a backup that is %s is refused with what to do', (_, content, message) => {
  const file = join(aFolder(), 'backup')
  if (content !== null) writeFileSync(file, content)
  expect(() => openBackup(file)).toThrow(message)
  expect(() => openBackup(file)).toThrow(StoreError)
})

test('a folder is no backup', () => {
  expect(() => openBackup(aFolder())).toThrow('is not a file. Name a file that vigie backup wrote.')
})

function aFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'vigie-backup-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}
