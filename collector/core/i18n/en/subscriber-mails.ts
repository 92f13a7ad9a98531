/** English words of mails to subscribers, besides those of `messages`. `{…}` are filled in. */
export const subscriberMailsEn = {
  why: 'You receive this mail because {address} is subscribed to news of {name}.',
  manage: 'Change what you receive',
  leave: 'Unsubscribe',
  open: 'See it on the page',
  zone: 'Times in {zone}.',
  calendar: 'The attached calendar entry updates the one you may have.',
}
