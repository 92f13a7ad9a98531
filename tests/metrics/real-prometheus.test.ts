import { spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { pullFigure } from '../../collector/metrics/sources/pull-metric.ts'
import { aSource, fromPrometheus, listening } from './source-servers.ts'

/** The server's program: where `PROMETHEUS_PATH` says, or on the path; null where there is none. */
function installed(): string | null {
  const named = process.env['PROMETHEUS_PATH']
  const places = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'prometheus'))
  return (
    (named ? [named] : places).find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    }) ?? null
  )
}

const program = installed()
const never = new AbortController().signal

/** A Prometheus server that scrapes an address every second; resolves to its own once it answers. */
async function aPrometheus(target: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-prometheus-'))
  const config = {
    scrape_configs: [{ job_name: 'figures', scrape_interval: '1s', static_configs: [{ targets: [target] }] }],
  }
  // JSON is YAML.
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config))
  const reserved = createServer()
  const port = await listening(reserved)
  await new Promise((resolve) => reserved.close(resolve))
  const server = spawn(
    program!,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  )
  const gone = new Promise((resolve) => server.once('exit', resolve))
  onTestFinished(async () => {
    server.kill('SIGKILL')
    await gone
    rmSync(folder, { recursive: true, force: true })
  })
  const url = `http://127.0.0.1:${port}`
  await vi.waitFor(async () => expect((await fetch(`${url}/-/ready`)).ok).toBe(true), 30_000)
  return url
}

/** The figure once it has been scraped. */
const scraped = (url: string, query: string): Promise<number> =>
  vi.waitFor(() => pullFigure(fromPrometheus(url, { query }), never), 30_000)

test.skipIf(program === null)(
  'a real Prometheus server gives the figure of a query (skipped where no prometheus is on the path)',
  async () => {
    const target = await aSource((_, response) =>
      response.end('# TYPE cpu_percent gauge\ncpu_percent{host="a"} 41\ncpu_percent{host="b"} 54.5\n'),
    )
    const url = await aPrometheus(new URL(target).host)
    expect(await scraped(url, 'avg(cpu_percent)')).toBe(47.75)
    expect(await scraped(url, 'cpu_percent{host="a"}')).toBe(41)
    expect(await scraped(url, 'scalar(max(cpu_percent))')).toBe(54.5)
    const why = (query: string): Promise<unknown> =>
      pullFigure(fromPrometheus(url, { query }), never).catch((error: unknown) => (error as Error).message)
    expect(await why('cpu_percent')).toContain('2 samples')
    expect(await why('cpu_percent > 90')).toContain('no sample')
    expect(await why('cpu_percent / 0 - cpu_percent / 0')).toContain('2 samples')
    expect(await why('vector(0) / 0')).toContain('NaN')
    expect(await why('cpu_percent[5m]')).toContain('"matrix"')
    expect(await why('sum(')).toMatch(/^Prometheus answered 400 with an error: ".*parse error/)
  },
  90_000,
)
