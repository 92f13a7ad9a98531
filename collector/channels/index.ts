import type { Channel, ChannelOf } from '../core/config/channel.ts'
import type { Notifier } from '../core/delivery/message.ts'
import { redact } from '../core/text/redact.ts'
import { createBlueskyNotifier } from './bluesky/notifier.ts'
import { createDiscordNotifier } from './discord/notifier.ts'
import { createGotifyNotifier } from './gotify/notifier.ts'
import type { ChannelDeps } from './http-result.ts'
import { createEmailNotifier } from './email/notifier.ts'
import { createMastodonNotifier } from './mastodon/notifier.ts'
import { createMatrixNotifier } from './matrix/notifier.ts'
import { createMattermostNotifier } from './mattermost/notifier.ts'
import { createNtfyNotifier } from './ntfy/notifier.ts'
import { createOpsgenieNotifier } from './opsgenie/notifier.ts'
import { createPagerdutyNotifier } from './pagerduty/notifier.ts'
import { cleanMessage } from './plain-text.ts'
import { createPushoverNotifier } from './pushover/notifier.ts'
import { channelSecrets } from './secrets.ts'
import { createSlackNotifier } from './slack/notifier.ts'
import { createSmsNotifier } from './sms/notifier.ts'
import { createTeamsNotifier } from './teams/notifier.ts'
import { createTelegramNotifier } from './telegram/notifier.ts'
import { createWebhookNotifier } from './webhook/notifier.ts'

type NotifierOf<Kind extends Channel['kind']> = (
  channel: ChannelOf<Kind>,
  deps: ChannelDeps,
) => Notifier | null

/** Every kind of channel, by its name in the configuration. */
const notifiers: { readonly [Kind in Channel['kind']]: NotifierOf<Kind> } = {
  email: createEmailNotifier,
  slack: createSlackNotifier,
  sms: createSmsNotifier,
  webhook: createWebhookNotifier,
  discord: createDiscordNotifier,
  teams: createTeamsNotifier,
  mattermost: createMattermostNotifier,
  telegram: createTelegramNotifier,
  ntfy: createNtfyNotifier,
  pushover: createPushoverNotifier,
  pagerduty: createPagerdutyNotifier,
  opsgenie: createOpsgenieNotifier,
  matrix: createMatrixNotifier,
  gotify: createGotifyNotifier,
  mastodon: createMastodonNotifier,
  bluesky: createBlueskyNotifier,
}

/** What sends by a channel, with no secret of it in what it reports; null for mail that is for subscribers alone. */
export function createNotifier<Kind extends Channel['kind']>(
  channel: ChannelOf<Kind>,
  deps: ChannelDeps,
): Notifier | null {
  const create = notifiers[channel.kind] as NotifierOf<Kind>
  const secrets = [...channelSecrets(channel), ...deps.secrets]
  const notifier = create(channel, { ...deps, secrets })
  if (!notifier) return null
  return {
    ...notifier,
    async send(message, signal, to) {
      try {
        return await notifier.send(cleanMessage(message), signal, to)
      } catch (error) {
        if (signal.aborted) throw error
        // A library may have put an address into its words.
        const words = redact(error instanceof Error ? error.message : String(error), secrets)
        throw new Error(words, { cause: error })
      }
    },
  }
}
