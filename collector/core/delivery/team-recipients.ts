import type { Channel } from '../config/channel.ts'
import { derivedId } from '../text/id.ts'

/**
 * The addresses that a channel tells one by one, so that what one of them refuses is not sent to the others again: telephone
 * numbers, and mailboxes of the team. Their keys are ids, which reveal nothing to readers of a list. Empty where the service behind the channel is
 * its only recipient.
 */
export function teamRecipients(channel: Channel): ReadonlyMap<string, string> {
  const addresses = channel.kind === 'sms' || channel.kind === 'email' ? channel.to : []
  return new Map(addresses.map((address) => [derivedId('team recipient', address), address]))
}
