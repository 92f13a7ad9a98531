import { readFileSync } from 'node:fs'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'

/** The snapshot that is built. */
export const snapshot = JSON.parse(readFileSync(process.env['BENCH_SNAPSHOT']!, 'utf8')) as Snapshot
