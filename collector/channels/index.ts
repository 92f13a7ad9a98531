import type { Channel } from '../core/config/channel.ts'
import type { Notifier } from '../core/delivery/message.ts'
import type { ChannelDeps } from './http-result.ts'
import { createEmailNotifier } from './email/notifier.ts'
import { createWebhookNotifier } from './webhook/notifier.ts'

type NotifierOf<Kind extends Channel['kind']> = (
  channel: Extract<Channel, { kind: Kind }>,
  deps: ChannelDeps,
) => Notifier | null

/** Every kind of channel, by its name in the configuration. */
const notifiers: { readonly [Kind in Channel['kind']]?: NotifierOf<Kind> } = {
  email: createEmailNotifier,
  webhook: createWebhookNotifier,
}

/** What sends to the team by a channel; null for one that names nobody of it, or whose kind this version does not send by. */
export function createNotifier<Kind extends Channel['kind']>(
  channel: Extract<Channel, { kind: Kind }>,
  deps: ChannelDeps,
): Notifier | null {
  const create: NotifierOf<Kind> | undefined = notifiers[channel.kind]
  return create?.(channel, deps) ?? null
}
