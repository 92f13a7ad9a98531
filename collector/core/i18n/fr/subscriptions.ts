import type { Words } from '../words.ts'

/** French words of subscriptions. */
export const subscriptionsFr: Words['subscriptions'] = {
  menu: 'S’abonner',
  title: 'S’abonner aux nouvelles',
  description:
    'Être prévenu des incidents et des maintenances [d’|de ]{name} : par e-mail, par flux ou dans votre agenda.',
  lead: 'Choisissez comment suivre les incidents, les travaux prévus et les annonces.',
  email: {
    title: 'Par e-mail',
    address: 'Adresse e-mail',
    addressHint: 'Par exemple nom@example.com',
    kinds: 'De quoi devons-nous vous prévenir ?',
    components: 'Pour quels services ?',
    componentsHint: 'N’en cochez aucun pour être prévenu pour tous, y compris ceux à venir.',
    componentsCount: { one: '{count} service', other: '{count} services' },
    submit: 'S’abonner',
    promise:
      'Nous vous envoyons d’abord un lien de confirmation, et rien d’autre tant que vous ne l’avez pas utilisé. Chaque message contient un lien de désabonnement. Votre adresse ne sert qu’à ces messages, et nous ne suivons pas qui les lit.',
  },
  kind: {
    incidents: 'Incidents',
    maintenance: 'Maintenances prévues',
    announcements: 'Annonces',
    reports: 'Rapports du jour et du mois',
  },
  feeds: {
    title: 'Par flux',
    lead: 'Pour un lecteur de flux, une messagerie d’équipe ou un script. Aucune adresse n’est demandée.',
    notices: 'une entrée par incident et par maintenance',
    updates: 'une entrée par message',
  },
  calendars: {
    title: 'Dans votre agenda',
    lead: 'Les travaux prévus apparaissent dans votre agenda et y suivent leurs changements d’horaire.',
    plain: 'Agenda',
    reminders: 'Agenda avec rappels',
    components: 'Pour un seul service, utilisez les liens de sa page.',
  },
  all: 'tous les services',
  sent: {
    title: 'Consultez votre messagerie',
    text: 'Si tout est en ordre, un message contenant un lien est en route vers {address}. Votre choix prend effet lorsque vous utilisez ce lien, dans les 48 heures.',
    hint: 'Rien après quelques minutes ? Regardez parmi les courriers indésirables. Nous envoyons au plus trois messages de ce type par jour à une même adresse.',
  },
  problem: {
    email: 'Ce n’est pas une adresse e-mail. Écrivez-en une, comme nom@example.com.',
    kinds: 'Cochez au moins un sujet.',
    components: 'L’un des services n’existe plus. Veuillez choisir à nouveau.',
    url: 'Cette adresse ne peut pas être utilisée. Écrivez-en une qui commence par https://.',
  },
  confirm: {
    title: 'Confirmez votre abonnement',
    changeTitle: 'Confirmez le changement',
    text: 'Les nouvelles [d’|de ]{name} seront envoyées à {address}.',
    button: 'Confirmer',
  },
  confirmed: {
    title: 'Abonnement confirmé',
    text: 'Désormais, les nouvelles [d’|de ]{name} sont envoyées à {address}.',
    manage: 'Modifier vos choix',
  },
  over: {
    title: 'Ce lien n’est plus valable',
    text: 'Un lien de confirmation sert une seule fois, dans les 48 heures. Si vous l’avez déjà utilisé, vous n’avez plus rien à faire. Sinon, abonnez-vous à nouveau.',
  },
  manage: {
    title: 'Votre abonnement',
    text: 'Les nouvelles [d’|de ]{name} sont envoyées à {address}.',
    paused:
      'En pause : plusieurs messages envoyés à cette adresse ont été refusés. Enregistrez pour être de nouveau prévenu.',
    saved: 'Vos choix sont enregistrés.',
    button: 'Enregistrer',
    leave: 'Se désabonner',
  },
  leave: {
    title: 'Se désabonner',
    text: 'Plus aucune nouvelle [d’|de ]{name} ne sera envoyée à {address}, et l’adresse sera supprimée.',
    button: 'Se désabonner',
  },
  left: {
    title: 'Désabonnement confirmé',
    text: 'Rien de plus ne vous sera envoyé, et votre adresse est supprimée.',
  },
  unknown: {
    title: 'Ce lien n’est pas valable',
    text: 'Peut-être a-t-il été coupé lors de la copie. Utilisez le lien de l’un de nos messages.',
  },
  limited: {
    title: 'Trop de demandes',
    text: 'Trop de demandes sont venues de votre réseau. Veuillez réessayer dans une heure.',
  },
  failed: {
    title: 'Cela n’a pas fonctionné',
    request: 'Le formulaire n’a pas pu être lu. Veuillez le remplir à nouveau.',
    ours: 'Nous n’avons pas pu enregistrer votre demande. Veuillez réessayer dans quelques minutes.',
  },
  subscribeAgain: 'Vers le formulaire',
  back: 'Retour à la page d’état',
  mail: {
    subject: 'À confirmer : les nouvelles [d’|de ]{name}',
    asked:
      'Quelqu’un, vous sans doute, a demandé que les nouvelles [d’|de ]{name} soient envoyées à {address}.',
    changeAsked:
      'Quelqu’un, vous sans doute, a demandé de changer les nouvelles [d’|de ]{name} envoyées à {address}. Rien ne change avant votre confirmation.',
    chosen: 'Choix : {kinds} ; {components}',
    confirm: 'Confirmer',
    until: 'Le lien sert une seule fois, jusqu’au {time} ({zone}).',
    ignore: 'Si ce n’était pas vous, ne faites rien : aucun autre message ne suivra cette demande.',
  },
}
