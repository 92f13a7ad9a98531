import { createMailer } from '../../channels/email/mailer.ts'
import { createNotifier } from '../../channels/index.ts'
import { wordsOf } from '../../core/i18n/dictionaries.ts'
import type { Clock } from '../../core/time/clock.ts'
import type { AcknowledgeLinks } from '../../deliveries/acknowledge-links.ts'
import { createEmailSender } from '../../deliveries/email-sender.ts'
import type { Sender } from '../../deliveries/sender.ts'
import { createTeamSender } from '../../deliveries/team-sender.ts'
import { createConfirmationSender } from '../../subscriptions/confirmation-sender.ts'
import type { AppContext } from '../context.ts'
import type { SubscriptionParts } from '../subscriptions/subscriptions.ts'

/** What sends by the configured channels: to the team, and by mail to subscribers. */
export function createSenders(
  { config, store, log, demo }: Pick<AppContext, 'config' | 'store' | 'log' | 'demo'>,
  clock: Clock,
  {
    subscriptions,
    acknowledgeLinks,
  }: {
    readonly subscriptions: SubscriptionParts | null
    readonly acknowledgeLinks: AcknowledgeLinks | null
  },
) {
  const deps = {
    now: clock.now,
    secrets: config.secrets,
    words: wordsOf(config.page.locale, config.page.words).messages,
  }
  const closes: (() => void)[] = []
  const teamSenders = demo
    ? []
    : config.channels.flatMap((channel) => {
        const notifier = createNotifier(channel, deps)
        if (notifier?.close) closes.push(notifier.close)
        return notifier
          ? [createTeamSender(channel.name, notifier, { store, config, now: clock.now, acknowledgeLinks })]
          : []
      })
  const mailChannel = config.channels.find(({ name }) => name === config.subscriptions.emailChannel)
  const emailSenders: Sender[] = []
  if (!demo && mailChannel?.kind === 'email') {
    const mailer = createMailer(mailChannel, deps)
    closes.push(mailer.close)
    if (subscriptions)
      emailSenders.push(createConfirmationSender({ store, config, mailer, now: clock.now, ...subscriptions }))
    emailSenders.push(
      createEmailSender({
        store,
        config,
        now: clock.now,
        mailer,
        links: subscriptions?.links ?? null,
        onPaused: (id) =>
          log.warn(`subscriber ${id} is paused: the address refused for good; see vigie subscribers list`),
      }),
    )
  }
  return {
    teamSenders,
    emailSenders,
    close(): void {
      for (const close of closes) close()
    },
  }
}
