/** French words of webhooks and Web Push for readers. */
export const visitorsFr = {
  webhook: {
    title: 'Par webhook',
    url: 'Adresse de votre programme',
    urlHint:
      'Elle commence par https:// et est joignable depuis Internet. Elle reçoit le même JSON que celui de Statuspage, signé selon Standard Webhooks.',
    owner: 'Votre adresse e-mail',
    ownerHint:
      'Elle reçoit le lien de confirmation et ceux pour modifier l’abonnement ou y mettre fin. Rien d’autre n’y est envoyé.',
    submit: 'S’abonner',
    secret: 'Les messages sont signés avec ce secret. Copiez-le maintenant : il ne sera plus affiché.',
  },
  push: {
    title: 'Dans ce navigateur',
    lead: 'Ce navigateur affiche un message dès qu’il y a du nouveau, même lorsque la page est fermée.',
    subscribe: 'Afficher les messages dans ce navigateur',
    leave: 'Ne plus afficher de messages dans ce navigateur',
    on: 'Ce navigateur affiche les messages.',
    off: 'Ce navigateur n’affiche plus de messages.',
    denied:
      'Ce navigateur n’autorise pas les messages de cette page. Autorisez-les dans ses réglages, puis réessayez.',
    failed: 'Cela n’a pas fonctionné. Veuillez réessayer dans quelques minutes.',
    welcome: 'Les nouvelles [d’|de ]{name} s’afficheront ici.',
  },
}
