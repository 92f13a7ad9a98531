import { readFileSync } from 'node:fs'
import { defineMiddleware } from 'astro:middleware'
import type { Snapshot } from '../../collector/core/snapshot.ts'
import { sampleSnapshot } from './sample.ts'

/** `astro dev` only: the snapshot in the JSON file that VIGIE_SNAPSHOT names, read anew each time, or a made-up one. */
export const onRequest = defineMiddleware((context, next) => {
  const file = process.env['VIGIE_SNAPSHOT']
  context.locals.snapshot = file ? (JSON.parse(readFileSync(file, 'utf8')) as Snapshot) : sampleSnapshot()
  return next()
})
