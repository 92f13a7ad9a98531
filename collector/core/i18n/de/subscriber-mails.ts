import type { Words } from '../words.ts'

/** German words of mails to subscribers, besides those of `messages`. `{…}` are filled in. */
export const subscriberMailsDe: Words['subscriberMails'] = {
  why: 'Sie erhalten diese E-Mail, weil {address} die Neuigkeiten von {name} abonniert hat.',
  manage: 'Auswahl ändern',
  leave: 'Abbestellen',
  open: 'Auf der Seite ansehen',
  zone: 'Zeiten in der Zeitzone {zone}.',
  calendar: 'Der angehängte Kalendereintrag aktualisiert den, den Sie vielleicht schon haben.',
  listName: 'Neuigkeiten von {name}',
}
