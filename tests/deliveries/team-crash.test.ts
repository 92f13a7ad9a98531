import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { aStandIn } from '../channels/stand-in.ts'
import { anIncident, anUpdate, minute } from '../store/builders.ts'
import { aDatabaseFile } from '../store/database-file.ts'

const location = aDatabaseFile()
afterEach(() => location.dispose())

// The suite kills a few times; VIGIE_KILLS=200 takes minutes.
const kills = Number(process.env['VIGIE_KILLS'] ?? 5)
const incidents = 2 * kills + 10
const channels = ['chat', 'boss', 'owner']

test(
  'killed again and again, each step of each incident is taken once, and told twice only if it was in flight',
  { timeout: 60_000 + kills * 20_000 },
  async () => {
    let killNow = (): void => {}
    const { url, asked } = await aStandIn(() => {
      killNow()
      return { status: 200 }
    })
    const store = await location.open()
    const at = Date.now() - 30 * minute
    await store.commit({
      incidents: Array.from({ length: incidents }, (_, n) =>
        anIncident({
          id: `incident${String(n).padStart(4, '0')}`,
          automatic: false,
          startedAt: at,
          detectedAt: at,
          // Nobody answered: what is imported is no answer.
          updates: [anUpdate({ id: `update${n}`, at, author: 'import' })],
        }),
      ),
    })
    await store.close()

    /** One life of the sender, killed after so many more messages; resolves to whether it came to its end. */
    function live(life: number, messages: number): Promise<boolean> {
      const killAt = asked.length + messages
      return new Promise((resolve, reject) => {
        const script = join(import.meta.dirname, 'team-crash-child.ts')
        const child = spawn(process.execPath, [script, location.file, url, String(life * 2 * minute)])
        let errors = ''
        child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
        killNow = () => {
          if (asked.length >= killAt) child.kill('SIGKILL')
        }
        child.on('close', (code, signal) => {
          if (code !== 0 && signal !== 'SIGKILL') reject(new Error(errors))
          else resolve(code === 0)
        })
      })
    }
    for (let life = 0; life < kills; life++) expect(await live(life, 1 + (life % 4))).toBe(false)
    expect(await live(kills, Infinity)).toBe(true)

    const messages = asked.map(({ path, headers, text }) => {
      const [incident] = JSON.parse(text).data.incidents
      return { about: `${path.slice(1)} ${incident.id}`, id: String(headers['webhook-id']) }
    })
    const perStep = Map.groupBy(messages, ({ about }) => about)
    expect(perStep.size).toBe(channels.length * incidents)
    // A repetition has the same id: a receiver can tell.
    for (const all of perStep.values()) expect(new Set(all.map(({ id }) => id)).size).toBe(1)
    // One of each channel is under way at a time.
    expect(messages.length - perStep.size).toBeLessThanOrEqual(kills * channels.length)
  },
)
