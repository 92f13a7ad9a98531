import type { Words } from '../words.ts'

/** French words of mails to subscribers, besides those of `messages`. `{…}` are filled in. */
export const subscriberMailsFr: Words['subscriberMails'] = {
  why: 'Vous recevez ce message parce que l’adresse {address} est abonnée aux nouvelles [d’|de ]{name}.',
  manage: 'Modifier vos choix',
  leave: 'Se désabonner',
  open: 'Voir sur la page',
  zone: 'Heures [d’|de ]{zone}.',
  calendar: 'L’événement joint met à jour celui de votre agenda, s’il y est déjà.',
}
