/** German words of webhooks and Web Push for readers. */
export const visitorsDe = {
  webhook: {
    title: 'Per Webhook',
    url: 'Adresse Ihres Programms',
    urlHint:
      'Sie beginnt mit https:// und ist aus dem Internet erreichbar. Gesendet wird dasselbe JSON wie von Statuspage, signiert nach Standard Webhooks.',
    owner: 'Ihre E-Mail-Adresse',
    ownerHint:
      'Sie erhält den Link zum Bestätigen und die Links zum Ändern oder Beenden. Sonst wird nichts dorthin gesendet.',
    submit: 'Abonnieren',
    secret:
      'Nachrichten werden mit diesem Geheimnis signiert. Kopieren Sie es jetzt: Es wird nicht noch einmal angezeigt.',
  },
  push: {
    title: 'In diesem Browser',
    lead: 'Dieser Browser zeigt eine Nachricht, sobald es Neues gibt, auch wenn die Seite geschlossen ist.',
    subscribe: 'Nachrichten in diesem Browser anzeigen',
    leave: 'Keine Nachrichten mehr in diesem Browser',
    on: 'Dieser Browser zeigt Nachrichten an.',
    off: 'Dieser Browser zeigt keine Nachrichten mehr an.',
    denied:
      'Dieser Browser erlaubt keine Nachrichten von dieser Seite. Erlauben Sie sie in den Einstellungen und versuchen Sie es erneut.',
    failed: 'Das hat nicht funktioniert. Bitte versuchen Sie es in einigen Minuten erneut.',
    welcome: 'Neuigkeiten von {name} erscheinen hier.',
  },
}
