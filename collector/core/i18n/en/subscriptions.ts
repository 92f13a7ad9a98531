/** English words of subscriptions: the form, the pages that answer it, and the mail that asks for a confirmation. */
export const subscriptionsEn = {
  menu: 'Subscribe',
  title: 'Subscribe to updates',
  description: 'Be told of incidents and maintenance of {name}: by e-mail, feed or calendar.',
  lead: 'Choose how you want to hear of incidents, planned work and news.',
  email: {
    title: 'By e-mail',
    address: 'E-mail address',
    addressHint: 'For example name@example.com',
    kinds: 'What should we write to you about?',
    components: 'Which services?',
    componentsHint: 'Select none to be told about all of them, including those to come.',
    componentsCount: { one: '{count} service', other: '{count} services' },
    submit: 'Subscribe',
    promise:
      'We first send you a link to confirm, and nothing else until you use it. Every mail has a link to leave. Your address is used for these messages only, and we do not track who reads them.',
  },
  kind: {
    incidents: 'Incidents',
    maintenance: 'Planned maintenance',
    announcements: 'Announcements',
    reports: 'Daily and monthly reports',
  },
  feeds: {
    title: 'By feed',
    lead: 'For a feed reader, a chat or a script. No address is needed.',
    notices: 'one entry per incident and maintenance',
    updates: 'one entry per message',
  },
  calendars: {
    title: 'In your calendar',
    lead: 'Planned work appears in your calendar, and follows when it is moved.',
    plain: 'Calendar',
    reminders: 'Calendar with reminders',
    components: 'For one service only, use the links on its page.',
  },
  all: 'all services',
  sent: {
    title: 'Look into your mailbox',
    text: 'If everything is in order, a mail with a link is on its way to {address}. Your choice takes effect when you use the link, within 48 hours.',
    hint: 'Nothing there after a few minutes? Look among unwanted mail. For each address we send at most three such mails a day.',
  },
  problem: {
    email: 'This is not an e-mail address. Write one, such as name@example.com.',
    kinds: 'Select at least one thing to be told about.',
    components: 'One of the services no longer exists. Please select again.',
    url: 'This address cannot be used. Write one that begins with https://.',
  },
  confirm: {
    title: 'Confirm your subscription',
    changeTitle: 'Confirm the change',
    text: 'News of {name} will be sent to {address}.',
    button: 'Confirm',
  },
  confirmed: {
    title: 'You are subscribed',
    text: 'From now on, news of {name} is sent to {address}.',
    manage: 'Change what you chose',
  },
  over: {
    title: 'This link is no longer valid',
    text: 'A link to confirm works once, within 48 hours. If you have used it already, there is nothing left to do. Otherwise, subscribe again.',
  },
  manage: {
    title: 'Your subscription',
    text: 'News of {name} is sent to {address}.',
    paused: 'Paused: several mails to this address were returned. Save to be told again.',
    saved: 'Your choice has been saved.',
    button: 'Save',
    leave: 'Unsubscribe',
  },
  leave: {
    title: 'Unsubscribe',
    text: 'No more news of {name} will be sent to {address}, and the address will be deleted.',
    button: 'Unsubscribe',
  },
  left: {
    title: 'You are unsubscribed',
    text: 'Nothing more will be sent to you, and your address has been deleted.',
  },
  unknown: {
    title: 'This link is not valid',
    text: 'Perhaps it was cut off when it was copied. Use the link in one of our mails.',
  },
  limited: {
    title: 'Too many requests',
    text: 'Too many requests came from your network. Please try again in an hour.',
  },
  failed: {
    title: 'That did not work',
    request: 'The form could not be read. Please fill it in again.',
    ours: 'We could not save your request. Please try again in a few minutes.',
  },
  subscribeAgain: 'To the form',
  back: 'Back to the status page',
  mail: {
    subject: 'Please confirm: news of {name}',
    asked: 'Someone, hopefully you, asked for news of {name} to be sent to {address}.',
    changeAsked:
      'Someone, hopefully you, asked to change which news of {name} is sent to {address}. Nothing changes before you confirm.',
    chosen: 'Chosen: {kinds}; {components}',
    confirm: 'Confirm',
    until: 'The link works once, until {time} ({zone}).',
    ignore: 'If it was not you, do nothing: no further mail follows from this request.',
  },
}
