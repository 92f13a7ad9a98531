// For the benchmark only: the same pages as in astro.config.mjs, built the usual way, every path of one snapshot rendered
// to a file by `astro build`. BENCH_SNAPSHOT names the snapshot (JSON), BENCH_OUT the folder.
import { defineConfig } from 'astro/config'
import base from '../../astro.config.mjs'
import { prerendered } from './prerendered.ts'

const { adapter: _, ...rest } = base

export default defineConfig({
  ...rest,
  root: new URL('../..', import.meta.url).pathname,
  output: 'static',
  outDir: `${process.env.BENCH_OUT}/site`,
  cacheDir: `${process.env.BENCH_OUT}/cache`,
  integrations: [prerendered()],
})
