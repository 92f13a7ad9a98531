import type { APIRoute } from 'astro'
import { liveFingerprint } from '../view/overview/live.ts'

/** What a page left open asks for: how old the site is, and whether it is worth fetching again. */
export const GET: APIRoute = ({ locals: { snapshot } }) =>
  Response.json({
    generatedAt: snapshot.generatedAt,
    staleAfter: snapshot.staleAfter,
    checkedAt: snapshot.checkedAt,
    fingerprint: liveFingerprint(snapshot),
  })
