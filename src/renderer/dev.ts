import { readFileSync } from 'node:fs'
import { defineMiddleware } from 'astro:middleware'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { hasPath } from './routes.ts'
import { sampleSnapshot } from './sample.ts'

/** `astro dev` only: the snapshot in the JSON file that VIGIE_SNAPSHOT names, read again each time, or a made-up one. */
export const onRequest = defineMiddleware((context, next) => {
  const file = process.env['VIGIE_SNAPSHOT']
  const snapshot = file ? (JSON.parse(readFileSync(file, 'utf8')) as Snapshot) : sampleSnapshot()
  context.locals.snapshot = snapshot
  // Astro's router knows patterns; which of their paths there are, only the snapshot knows.
  const { pathname } = context.url
  return hasPath(pathname, snapshot) || pathname === '/404/' ? next() : context.rewrite('/404/')
})
