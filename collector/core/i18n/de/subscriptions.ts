import type { Words } from '../words.ts'

/** German words of subscriptions. */
export const subscriptionsDe: Words['subscriptions'] = {
  menu: 'Abonnieren',
  title: 'Meldungen abonnieren',
  description: 'Über Störungen und Wartungen von {name} informiert werden: per E-Mail, Feed oder Kalender.',
  lead: 'Wählen Sie, wie Sie von Störungen, geplanten Arbeiten und Neuigkeiten erfahren möchten.',
  email: {
    title: 'Per E-Mail',
    address: 'E-Mail-Adresse',
    addressHint: 'Zum Beispiel name@example.com',
    kinds: 'Worüber sollen wir Ihnen schreiben?',
    components: 'Zu welchen Diensten?',
    componentsHint: 'Wählen Sie keinen aus, um zu allen informiert zu werden, auch zu künftigen.',
    componentsCount: { one: '{count} Dienst', other: '{count} Dienste' },
    submit: 'Abonnieren',
    promise:
      'Wir senden Ihnen zuerst einen Bestätigungslink und sonst nichts, bis Sie ihn verwenden. Jede Nachricht enthält einen Link zum Abbestellen. Ihre Adresse dient nur diesen Nachrichten, und wir verfolgen nicht, wer sie liest.',
  },
  kind: {
    incidents: 'Störungen',
    maintenance: 'Geplante Wartungen',
    announcements: 'Ankündigungen',
    reports: 'Tages- und Monatsberichte',
  },
  feeds: {
    title: 'Per Feed',
    lead: 'Für einen Feedreader, einen Chat oder ein Skript. Es wird keine Adresse benötigt.',
    notices: 'ein Eintrag je Störung und Wartung',
    updates: 'ein Eintrag je Meldung',
  },
  calendars: {
    title: 'Im Kalender',
    lead: 'Geplante Arbeiten erscheinen in Ihrem Kalender und folgen, wenn sie verschoben werden.',
    plain: 'Kalender',
    reminders: 'Kalender mit Erinnerungen',
    components: 'Für einen einzelnen Dienst verwenden Sie die Links auf dessen Seite.',
  },
  all: 'alle Dienste',
  sent: {
    title: 'Sehen Sie in Ihr Postfach',
    text: 'Wenn alles stimmt, ist eine Nachricht mit einem Link an {address} unterwegs. Ihre Auswahl gilt, sobald Sie den Link innerhalb von 48 Stunden verwenden.',
    hint: 'Nach einigen Minuten nichts da? Sehen Sie im Spam-Ordner nach. An jede Adresse senden wir höchstens drei solche Nachrichten am Tag.',
  },
  problem: {
    email: 'Das ist keine E-Mail-Adresse. Schreiben Sie eine wie name@example.com.',
    kinds: 'Wählen Sie mindestens ein Thema aus.',
    components: 'Einen der Dienste gibt es nicht mehr. Bitte wählen Sie neu aus.',
    url: 'Diese Adresse kann nicht verwendet werden. Schreiben Sie eine, die mit https:// beginnt.',
  },
  confirm: {
    title: 'Bestätigen Sie Ihr Abonnement',
    changeTitle: 'Bestätigen Sie die Änderung',
    text: 'Meldungen zu {name} werden an {address} gesendet.',
    button: 'Bestätigen',
  },
  confirmed: {
    title: 'Ihr Abonnement ist aktiv',
    text: 'Ab jetzt werden Meldungen zu {name} an {address} gesendet.',
    manage: 'Auswahl ändern',
  },
  over: {
    title: 'Dieser Link ist nicht mehr gültig',
    text: 'Ein Bestätigungslink funktioniert einmal, innerhalb von 48 Stunden. Haben Sie ihn schon verwendet, ist nichts weiter zu tun. Andernfalls abonnieren Sie bitte erneut.',
  },
  manage: {
    title: 'Ihr Abonnement',
    text: 'Meldungen zu {name} werden an {address} gesendet.',
    paused:
      'Pausiert: Mehrere Nachrichten an diese Adresse kamen zurück. Speichern Sie, um wieder informiert zu werden.',
    saved: 'Ihre Auswahl ist gespeichert.',
    button: 'Speichern',
    leave: 'Abbestellen',
  },
  leave: {
    title: 'Abbestellen',
    text: 'An {address} werden keine Meldungen zu {name} mehr gesendet, und die Adresse wird gelöscht.',
    button: 'Abbestellen',
  },
  left: {
    title: 'Sie haben abbestellt',
    text: 'Es wird Ihnen nichts mehr gesendet, und Ihre Adresse ist gelöscht.',
  },
  unknown: {
    title: 'Dieser Link ist nicht gültig',
    text: 'Vielleicht wurde er beim Kopieren abgeschnitten. Verwenden Sie den Link aus einer unserer Nachrichten.',
  },
  limited: {
    title: 'Zu viele Anfragen',
    text: 'Aus Ihrem Netz kamen zu viele Anfragen. Bitte versuchen Sie es in einer Stunde erneut.',
  },
  failed: {
    title: 'Das hat nicht geklappt',
    request: 'Das Formular konnte nicht gelesen werden. Bitte füllen Sie es erneut aus.',
    ours: 'Wir konnten Ihre Anfrage nicht speichern. Bitte versuchen Sie es in einigen Minuten erneut.',
  },
  subscribeAgain: 'Zum Formular',
  back: 'Zurück zur Statusseite',
  mail: {
    subject: 'Bitte bestätigen: Meldungen zu {name}',
    asked: 'Jemand, hoffentlich Sie, hat darum gebeten, Meldungen zu {name} an {address} zu senden.',
    changeAsked:
      'Jemand, hoffentlich Sie, möchte ändern, welche Meldungen zu {name} an {address} gesendet werden. Vor Ihrer Bestätigung ändert sich nichts.',
    chosen: 'Auswahl: {kinds}; {components}',
    confirm: 'Bestätigen',
    until: 'Der Link funktioniert einmal, bis {time} ({zone}).',
    ignore: 'Wenn Sie es nicht waren, tun Sie nichts: Auf diese Anfrage folgt keine weitere Nachricht.',
  },
}
