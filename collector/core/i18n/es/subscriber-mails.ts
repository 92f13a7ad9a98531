import type { Words } from '../words.ts'

/** Spanish words of mails to subscribers, besides those of `messages`. `{…}` are filled in. */
export const subscriberMailsEs: Words['subscriberMails'] = {
  why: 'Recibe este mensaje porque la dirección {address} está suscrita a las noticias de {name}.',
  manage: 'Cambiar lo que recibe',
  leave: 'Darse de baja',
  open: 'Ver en la página',
  zone: 'Horas de {zone}.',
  calendar: 'El evento adjunto actualiza el que quizá ya tenga en su calendario.',
}
