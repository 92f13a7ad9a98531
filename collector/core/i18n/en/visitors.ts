/** English words of webhooks and Web Push for readers. */
export const visitorsEn = {
  webhook: {
    title: 'By webhook',
    url: 'Address of your program',
    urlHint:
      'Begins with https:// and is reachable from the Internet. It gets the JSON that Statuspage sends, signed as Standard Webhooks are.',
    owner: 'Your e-mail address',
    ownerHint: 'Gets the link to confirm, and the links to change or leave. Nothing else is sent there.',
    submit: 'Subscribe',
    secret: 'Messages are signed with this secret. Copy it now: it is not shown again.',
  },
  push: {
    title: 'In this browser',
    lead: 'This browser shows a message when there is news, even while the page is closed.',
    subscribe: 'Show messages in this browser',
    leave: 'Stop messages in this browser',
    on: 'This browser shows messages.',
    off: 'This browser no longer shows messages.',
    denied:
      'This browser does not allow messages from this page. Allow them in its settings, then try again.',
    failed: 'That did not work. Please try again in a few minutes.',
    welcome: 'You will be told here of news of {name}.',
  },
}
