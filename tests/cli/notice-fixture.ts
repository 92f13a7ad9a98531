import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { addNoticeCommands } from '../../collector/cli/program/notice-commands.ts'
import { Command, CommanderError } from 'commander'
import { CliError, UsageError } from '../../collector/app/errors.ts'
import type { Terminal } from '../../collector/app/terminal.ts'
import { readConfig } from '../../collector/app/bootstrap.ts'
import { openStore } from '../../collector/app/store/open-store.ts'

export const config = `
page: { name: Example, timezone: Europe/Paris, locale: fr, locales: [fr, en], url: 'https://status.example.com/' }
notice: { default: 24h, weekly: 24h }
components:
  - { id: api, name: API, monitors: [{ id: a, kind: tcp, host: 127.0.0.1, port: 1 }] }
  - { id: website, name: { fr: Site, en: Website }, monitors: [{ id: w, kind: tcp, host: 127.0.0.1, port: 1 }] }
maintenance:
  - id: weekly
    class: weekly
    title: { fr: Hebdomadaire, en: Weekly }
    rrule: FREQ=WEEKLY;BYDAY=SU
    at: '03:00'
    timezone: UTC
    lasts: 1h
    components: [api]
`

/** What a command has said, and its exit code. */
export type CommandResult = { readonly code: number; readonly out: string; readonly err: string }

/** A folder, and its command line without the cost of a process each time: the same commands on the same real store. */
export async function aNoticeCli(yaml = config) {
  const data = await mkdtemp(join(tmpdir(), 'vigie-test-'))
  onTestFinished(() => rm(data, { recursive: true, force: true }))
  await writeFile(join(data, 'status.yaml'), yaml)
  const run = async (...argv: string[]): Promise<CommandResult> => {
    let out = ''
    let err = ''
    let code = 0
    const terminal: Terminal = {
      data,
      configFile: join(data, 'status.yaml'),
      env: {},
      out: (line) => void (out += `${line}\n`),
      err: (line) => void (err += `${line}\n`),
      interactive: false,
    }
    const program = new Command('vigie').exitOverride()
    program.configureOutput({
      writeErr: (text) => void (err += text),
      writeOut: (text) => void (out += text),
    })
    addNoticeCommands(program, argv, async (_, task) => {
      const loadedConfig = await readConfig(terminal)
      const store = await openStore(terminal, loadedConfig)
      try {
        code = await task(terminal, loadedConfig, store)
      } finally {
        await store.close()
      }
    })
    try {
      await program.parseAsync(argv, { from: 'user' })
    } catch (error) {
      if (error instanceof CommanderError) code = error.exitCode === 0 ? 0 : 2
      else if (error instanceof UsageError) code = 2
      else if (error instanceof CliError) code = 1
      else throw error
      if (!(error instanceof CommanderError)) err += `${error.message}\n`
    }
    return { code, out, err }
  }
  /** An incident that is open; its id. */
  const open = async (...more: string[]): Promise<string> =>
    (await run('incident', 'open', '--title', 'Slow', '--body', 'We look.', ...more)).out.trim()
  const json = async (...argv: string[]) => JSON.parse((await run(...argv, '--json')).out)
  return { data, run, open, json }
}

/** Somebody at the terminal who types these lines. */
export const typedInput = (...lines: string[]) =>
  Object.assign(Readable.from(lines.map((line) => `${line}\n`)), { isTTY: true as const })
