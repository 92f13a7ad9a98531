import { defineMiddleware } from 'astro:middleware'
import { snapshot } from './load-snapshot.ts'

export const onRequest = defineMiddleware((context, next) => {
  context.locals.snapshot = snapshot
  return next()
})
