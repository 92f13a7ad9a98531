import type { AcknowledgeLinks } from '../../deliveries/acknowledge-links.ts'
import type { AcknowledgeDeps } from '../../server/routes/acknowledge.ts'
import type { SubscriptionDeps } from '../../server/routes/subscriptions.ts'
import type { AppContext } from '../context.ts'
import type { CollectorParts } from '../parts.ts'

/** What visitors subscribe by, with the pages that answer them; null where nothing is offered. */
export function subscriptionDeps(
  parts: CollectorParts,
  context: AppContext,
): Omit<SubscriptionDeps, 'config'> | null {
  const { clock, deliveries } = parts
  const subscriptions = deliveries.subscriptions()
  return (
    subscriptions && {
      ...subscriptions,
      now: clock.now,
      webhookSecrets: deliveries.visitors().webhookSecrets,
      renderAnswer: answerRenderer(parts, context),
    }
  )
}

/** What answers links in messages to the team; null where there are none. */
export function acknowledgeDeps(
  parts: CollectorParts,
  context: AppContext,
): ({ readonly links: AcknowledgeLinks } & Pick<AcknowledgeDeps, 'renderAnswer'>) | null {
  const links = parts.deliveries.acknowledgeLinks()
  return links && { links, renderAnswer: answerRenderer(parts, context) }
}

/** Renders pages that answer one person, as the site looks now. */
const answerRenderer =
  ({ publisher }: CollectorParts, { renderer }: AppContext): AcknowledgeDeps['renderAnswer'] =>
  async (request) =>
    renderer.renderAnswer(request, await publisher.snapshot())
