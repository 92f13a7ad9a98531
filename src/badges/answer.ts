import type { APIRoute } from 'astro'
import type { ComponentView, Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { type Badge, draw } from './draw.ts'
import { badgedComponent } from './place.ts'

/** A badge as the answer of a route. */
export const badgeAnswer = (badge: Badge): Response =>
  new Response(draw(badge), { headers: { 'content-type': 'image/svg+xml; charset=utf-8' } })

/** The route of one of a component's badges. */
export const componentBadge =
  (of: (snapshot: Snapshot, component: ComponentView) => Badge): APIRoute =>
  ({ locals: { snapshot }, params }) =>
    badgeAnswer(of(snapshot, badgedComponent(snapshot, params['id']!)))
