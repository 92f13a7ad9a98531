import { existsSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { aFolder, fetchPage, runVigie, startCollector, waitUntil } from './run-vigie.ts'

const config = `page: { name: Example, timezone: UTC, theme: { css: look/own.css, logo: logo.svg } }
components: [{ id: api, name: API, monitors: [{ kind: tcp, host: 127.0.0.1, port: 1, every: 1h }] }]
`
const notice = `---
kind: incident
title: From a file
started: 2026-11-20 10:00
---
We look.
`

async function anEmptyFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'vigie-restore-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  return dir
}

/** A folder with an incident, a notice's file and a theme, and a backup of it made while the collector runs. */
async function aBackup(): Promise<{ folder: string; backup: string; id: string }> {
  const folder = await aFolder(config)
  await mkdir(join(folder, 'notices'))
  await mkdir(join(folder, 'look/fonts'), { recursive: true })
  await writeFile(join(folder, 'notices/2026-11-20-file.md'), notice)
  await writeFile(join(folder, 'look/own.css'), '@font-face { src: url(fonts/a.woff2) }')
  await writeFile(join(folder, 'look/fonts/a.woff2'), 'font')
  await writeFile(join(folder, 'logo.svg'), '<svg/>')
  const { url, stop } = await startCollector(folder)
  await waitUntil(
    () => fetchPage(`${url}/history.atom`),
    (feed) => feed.includes('From a file'),
  )
  const opened = await runVigie(folder, ['incident', 'open', '--title', 'By command', '--body', 'b'])
  const backup = join(await anEmptyFolder(), 'backup.db')
  expect((await runVigie(folder, ['backup', backup])).code).toBe(0)
  // Not while a collector has the folder, whatever is forced.
  const running = await runVigie(folder, ['restore', backup, '--force'])
  expect(running).toMatchObject({ code: 1, err: expect.stringContaining('Stop it, restore') })
  await stop('SIGTERM')
  return { folder, backup, id: opened.out.trim() }
}

test(
  'a backup made while the collector runs brings an empty folder back: history, notices, theme, configuration',
  { timeout: 300_000 },
  async () => {
    const { backup, id } = await aBackup()
    expect(statSync(backup).mode & 0o077).toBe(0)
    const folder = await anEmptyFolder()
    const restored = await runVigie(folder, ['restore', backup, '--json'])
    expect(restored.err).toContain('2 incidents')
    expect(restored.code).toBe(0)
    expect(JSON.parse(restored.out)).toMatchObject({
      incidents: 2,
      files: ['logo.svg', 'look/fonts/a.woff2', 'look/own.css', 'notices/2026-11-20-file.md'],
      replaced: null,
    })
    expect(await readFile(join(folder, 'notices/2026-11-20-file.md'), 'utf8')).toBe(notice)
    expect(await readFile(join(folder, 'status.yaml'), 'utf8')).toBe(config)
    const { url, stop } = await startCollector(folder)
    const page = await waitUntil(
      () => fetchPage(url),
      (html) => html.includes('By command'),
    )
    expect(page).toContain('By command')
    expect((await fetch(`${url}/incidents/${id}/`)).status).toBe(200)
    expect(await fetchPage(`${url}/history.atom`)).toContain('From a file')
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    await stop('SIGTERM')
    const tables = new Database(join(folder, 'status.db'), { readonly: true })
    expect(tables.prepare("SELECT 1 FROM sqlite_schema WHERE name LIKE 'backup%'").get()).toBeUndefined()
    tables.close()
  },
)

test(
  'neither backup nor restore replaces anything unless it is forced, and what is replaced is kept',
  { timeout: 300_000 },
  async () => {
    const { folder, backup } = await aBackup()
    const before = await readFile(backup)
    expect(await runVigie(folder, ['backup', backup])).toMatchObject({
      code: 1,
      err: expect.stringContaining('is there already. Add --force'),
    })
    expect(await readFile(backup)).toEqual(before)
    expect((await runVigie(folder, ['backup', join(folder, 'status.db'), '--force'])).err).toContain(
      'it is the database itself',
    )
    await runVigie(folder, ['incident', 'open', '--title', 'After the backup', '--body', 'b'])
    await writeFile(join(folder, 'notices/2026-11-21-later.md'), notice)
    await writeFile(join(folder, 'status.yaml'), `# edited\n${config}`)
    const refused = await runVigie(folder, ['restore', backup])
    expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(/status\.db, .*notices.*--force/) })
    expect((await runVigie(folder, ['incident', 'list', '--json'])).out).toContain('After the backup')
    const forced = await runVigie(folder, ['restore', backup, '--force', '--json'])
    expect(forced.code).toBe(0)
    const { replaced } = JSON.parse(forced.out) as { replaced: string }
    expect((await readdir(join(replaced, 'notices'))).toSorted()).toContain('2026-11-21-later.md')
    expect(await readdir(join(folder, 'notices'))).toEqual(['2026-11-20-file.md'])
    expect((await runVigie(folder, ['incident', 'list', '--json'])).out).not.toContain('After the backup')
    // The configuration that is there stays.
    expect(await readFile(join(folder, 'status.yaml'), 'utf8')).toContain('# edited')
    expect(existsSync(join(folder, 'status.yaml.from-backup'))).toBe(true)
    await rm(join(folder, 'status.db'))
    await rename(join(replaced, 'status.db'), join(folder, 'status.db'))
    expect((await runVigie(folder, ['incident', 'list', '--json'])).out).toContain('After the backup')
  },
)

test('what is no sound backup is refused before anything is touched', async () => {
  const { backup } = await aBackup()
  const folder = await anEmptyFolder()
  const refusal = async (file: string): Promise<string> => {
    const { code, err } = await runVigie(folder, ['restore', file])
    expect(code).toBe(1)
    expect(existsSync(join(folder, 'status.db'))).toBe(false)
    return err
  }
  expect(await refusal(join(folder, 'none.db'))).toContain('there is no')
  const text = join(folder, 'text.db')
  await writeFile(text, 'x'.repeat(5_000))
  expect(await refusal(text)).toContain('not a SQLite database')
  const change = async (name: string, sql: string): Promise<string> => {
    const file = join(folder, name)
    await writeFile(file, await readFile(backup))
    const db = new Database(file)
    db.exec(sql)
    db.close()
    return file
  }
  expect(await refusal(await change('newer.db', 'PRAGMA user_version = 999'))).toContain('newer Vigie')
  expect(await refusal(await change('other.db', 'PRAGMA application_id = 7'))).toContain('another program')
  expect(
    await refusal(
      await change('evil.db', "UPDATE backup_files SET path = '../evil' WHERE path = 'logo.svg'"),
    ),
  ).toContain('outside of the folder')
  const cut = join(folder, 'cut.db')
  await writeFile(cut, (await readFile(backup)).subarray(0, 20_000))
  expect(await refusal(cut)).toMatch(/damaged/)
})
