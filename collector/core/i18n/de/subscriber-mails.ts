import type { Words } from '../words.ts'

/** German words of mails to subscribers, besides those of `messages`. `{…}` are filled in. */
export const subscriberMailsDe: Words['subscriberMails'] = {
  why: 'Sie erhalten diese E-Mail, weil mit der Adresse {address} die Neuigkeiten von {name} abonniert sind.',
  manage: 'Auswahl ändern',
  leave: 'Abbestellen',
  open: 'Auf der Seite ansehen',
  zone: 'Zeiten in der Zeitzone {zone}.',
  calendar: 'Der angehängte Kalendereintrag aktualisiert den, den Sie vielleicht schon haben.',
}
