import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { systemClock } from '../collector/time/system-clock.ts'
import { createCollectorMetrics } from '../collector/server/collector-metrics.ts'
import { startServer } from '../collector/server/server.ts'
import { type BenchContext, type MeasurementGroup, perSecond, speedRatio } from './measurement.ts'
import { cpuTime } from './process-usage.ts'
import { waitUntil } from './run-collector.ts'
import { median } from './statistics.ts'

const isChild = process.argv[1] === import.meta.filename
const rounds = 5
const seconds = 2
const acceptGzip = ['-H', 'Accept-Encoding: gzip']

/** A page as an overview of 20 components is one: 60 kB, a tenth of that compressed. */
const page = `<!doctype html><html lang="en"><title>Status</title>${Array.from(
  { length: 900 },
  (_, i) => `<p class="s-${i % 7}">Component ${i} is operational: ${Math.sin(i).toFixed(6)}</p>\n`,
).join('')}</html>`

/** Reading the page as fast as wrk can, with gzip negotiated, here and from nginx with the file compressed before. */
export const serving: MeasurementGroup = {
  measurements: {
    served_per_second: perSecond,
    nginx_served_per_second: perSecond,
    serving_ratio: speedRatio,
    conditional_request_cpu_us: { unit: 'us', digits: 0 },
  },
  async measure(bench) {
    if (!['wrk', 'nginx'].every((program) => spawnSync(program, ['-v']).error === undefined))
      return bench.log('serving needs the programs wrk and nginx (Debian: apt-get install wrk nginx-light)')
    const folder = await bench.temporaryFolder()
    await writeSite(folder)
    const ours = await startOurs(bench, join(folder, 'site'))
    const theirs = await startNginx(bench, folder)
    for (const url of [ours.url, theirs]) await waitUntil(async () => (await fetch(url)).ok, 10_000)
    const { headers } = await fetch(ours.url, { headers: { 'accept-encoding': 'gzip' } })
    const tag = ['-H', `If-None-Match: ${headers.get('etag')}`]
    const rates = { ours: [] as number[], nginx: [] as number[] }
    // The first round warms both up.
    for (let round = -1; round < rounds; round++) {
      const pair = [load(ours.url, acceptGzip).rate, load(theirs, acceptGzip).rate] as const
      if (round < 0) continue
      rates.ours.push(pair[0])
      rates.nginx.push(pair[1])
    }
    bench.report('served_per_second', median(rates.ours))
    bench.report('nginx_served_per_second', median(rates.nginx))
    bench.report('serving_ratio', median(rates.ours.map((rate, i) => rate / rates.nginx[i]!)))
    const costs = Array.from({ length: rounds }, () => {
      const before = cpuTime(ours.pid)
      const { count } = load(ours.url, [...acceptGzip, ...tag])
      return ((cpuTime(ours.pid) - before) * 1_000) / count
    })
    bench.report('conditional_request_cpu_us', median(costs))
  },
}

/** A site as the publisher leaves it, with a compressed copy for nginx. */
async function writeSite(folder: string): Promise<void> {
  const release = join(folder, '.releases/1')
  await mkdir(release, { recursive: true })
  await writeFile(join(release, 'index.html'), page)
  await writeFile(join(release, 'index.html.gz'), gzipSync(page, { level: 9 }))
  // Older than the answers whose date could stand for two versions.
  for (const file of ['index.html', 'index.html.gz'])
    await utimes(join(release, file), 1_700_000_000, 1_700_000_000)
  await symlink('.releases/1', join(folder, 'site'))
}

/** Vigie's server in a process of its own. */
async function startOurs(bench: BenchContext, site: string): Promise<{ url: string; pid: number }> {
  const child: ChildProcess = fork(import.meta.filename, [site], { execArgv: [] })
  const exit = once(child, 'exit')
  bench.onClose(async () => {
    child.disconnect()
    await exit
  })
  const [port] = (await once(child, 'message')) as [number]
  return { url: `http://127.0.0.1:${port}/`, pid: child.pid! }
}

/** nginx with one worker, which sends the compressed copy. Resolves to its address. */
async function startNginx(bench: BenchContext, folder: string): Promise<string> {
  const port = await freePort()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(' ')
  const file = join(folder, 'nginx.conf')
  await writeFile(
    file,
    // As root it would read the folder as somebody else, who may not.
    `${process.getuid?.() === 0 ? 'user root; ' : ''}worker_processes 1; daemon off; pid ${folder}/nginx.pid; error_log stderr crit;
events { worker_connections 1024; }
http { access_log off; sendfile on; gzip_static on; keepalive_requests 1000000; types { text/html html; } ${temporary}
  server { listen 127.0.0.1:${port}; root ${folder}/site; } }
`,
  )
  const child = spawn('nginx', ['-p', folder, '-e', 'stderr', '-c', file], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const exit = once(child, 'exit')
  bench.onClose(async () => {
    child.kill('SIGTERM')
    await exit
  })
  await waitUntil(async () => (await readFile(`${folder}/nginx.pid`)).length > 0, 10_000)
  return `http://127.0.0.1:${port}/`
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Requests of 32 connections: how many, and how many a second. @throws Error where some were not answered well */
function load(url: string, headers: readonly string[]): { count: number; rate: number } {
  const { stdout } = spawnSync('wrk', ['-t1', '-c32', `-d${seconds}s`, ...headers, url], { encoding: 'utf8' })
  const count = Number(/(\d+) requests in/.exec(stdout)?.[1])
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])
  if (!(count > 0) || !(rate > 0) || stdout.includes('Non-2xx')) throw new Error(`wrk says: ${stdout}`)
  return { count, rate }
}

if (isChild) {
  process.on('disconnect', () => process.exit())
  const log = { warn() {}, error() {} }
  const server = await startServer({
    site: process.argv[2]!,
    host: '127.0.0.1',
    port: 0,
    clock: systemClock(),
    readiness: () => ({ ok: true, reasons: [], warnings: [] }),
    metrics: createCollectorMetrics(),
    heartbeats: { monitors: [], record: async () => {} },
    log,
  })
  process.send!(server.port)
}
