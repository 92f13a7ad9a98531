import type { Words } from '../words.ts'

/** French words of the page by which somebody of the team takes care of incidents and alerts. */
export const acknowledgementFr: Words['acknowledgement'] = {
  ask: {
    title: 'Prendre en charge ?',
    text: 'Personne n’a encore répondu. Ce bouton dit à l’équipe que vous vous en occupez ; personne d’autre n’est alors prévenu.',
  },
  done: {
    title: 'Vous vous en occupez',
    text: 'Personne d’autre n’est prévenu désormais. Dès qu’il y a quelque chose à dire au public, écrivez un message.',
  },
  already: { title: 'Quelqu’un s’en occupe', text: 'Il n’y a plus rien à faire ici.' },
  over: { title: 'C’est terminé', text: 'Ce lien concernait quelque chose qui a pris fin.' },
  unknown: {
    title: 'Ce lien n’est pas valable',
    text: 'Il a peut-être été coupé dans le message. Prenez en charge par la ligne de commande : vigie incident ack ID ou vigie alerts ack ID.',
  },
  limited: { title: 'Trop de demandes', text: 'Réessayez dans une minute.' },
  failed: { title: 'L’enregistrement a échoué', text: 'Réessayez dans un instant.' },
  button: 'Je m’en occupe',
  by: 'par {name}, {time}',
}
