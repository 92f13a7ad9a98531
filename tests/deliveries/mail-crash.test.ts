import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { startMailServer } from '../channels/smtp-fixture.ts'
import { aSubscriber, anIncident, anUpdate, minute } from '../store/builders.ts'
import { aDatabaseFile } from '../store/database-file.ts'

const location = aDatabaseFile()
afterEach(() => location.dispose())

// The suite kills twenty times; VIGIE_KILLS=200 takes minutes.
const kills = Number(process.env['VIGIE_KILLS'] ?? 20)
const subscribers = 20 * kills
/** Connections to the mail server, each with one mail under way. */
const connections = 5

test(
  'killed again and again in the middle, nobody is forgotten, and nobody told twice but who was in flight',
  { timeout: 60_000 + kills * 30_000 },
  async () => {
    const server = await startMailServer()
    const store = await location.open()
    await store.putSubscribers(
      Array.from({ length: subscribers }, (_, n) =>
        aSubscriber({
          id: `subscriber${String(n).padStart(4, '0')}`,
          address: `reader${n}@example.com`,
          state: 'active',
        }),
      ),
    )
    const incident = anIncident({
      automatic: false,
      startedAt: Date.now(),
      detectedAt: Date.now(),
      updates: [anUpdate({ at: Date.now(), author: 'ann' })],
    })
    await store.commit({ incidents: [incident] })
    await store.close()

    /** One life of the sender, killed after so many more mails; resolves to whether it came to its end. */
    function live(life: number, mails: number): Promise<boolean> {
      const killAt = server.mails.length + mails
      return new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [
          join(import.meta.dirname, 'mail-crash-child.ts'),
          location.file,
          String(server.port),
          String(life * 2 * minute),
        ])
        let errors = ''
        child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
        server.onMail(() => {
          if (server.mails.length >= killAt) child.kill('SIGKILL')
        })
        child.on('close', (code, signal) => {
          if (code !== 0 && signal !== 'SIGKILL') reject(new Error(errors))
          else resolve(code === 0)
        })
      })
    }

    for (let life = 0; life < kills; life++) expect(await live(life, 7 + (life % 11))).toBe(false)
    expect(await live(kills, Infinity)).toBe(true)

    const perReader = Map.groupBy(server.mails, ({ to }) => to[0]!)
    expect(perReader.size).toBe(subscribers)
    // The same mail again has the same Message-ID: programs show it once.
    for (const mails of perReader.values())
      expect(new Set(mails.map(({ parsed }) => parsed.messageId)).size).toBe(1)
    expect(server.mails.length - subscribers).toBeLessThanOrEqual(kills * connections)
  },
)
