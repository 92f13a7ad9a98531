import type { Text } from '../core/text/localized-text.ts'

/** Words of the demonstration, in the languages its page may have. */
export type Bilingual = { readonly fr: string; readonly en: string }

/** The words in the languages of a page; where it has neither, in English. */
export function inLocales(words: Bilingual, locales: readonly string[]): Text {
  const known = Object.entries(words).filter(([locale]) => locales.includes(locale))
  return known.length === 0 ? words.en : Object.fromEntries(known)
}

/** What the team says of an outage that the collector found and a person took over. */
export const takenOver = {
  identified: {
    fr: 'Le pool de connexions à la base de données est saturé\u00a0: une tâche planifiée garde ses connexions ouvertes. Nous l’arrêtons.',
    en: 'The pool of database connections is exhausted: a scheduled job keeps its connections open. We are stopping it.',
  },
  monitoring: {
    fr: 'La tâche est arrêtée et les connexions sont libérées. Nous surveillons le retour à la normale.',
    en: 'The job is stopped and the connections are free again. We are watching things return to normal.',
  },
  resolved: {
    fr: 'Tout répond de nouveau normalement. Aucun texte n’a été perdu. Nous publierons ce que nous avons appris.',
    en: 'Everything answers normally again. No text was lost. We will publish what we have learnt.',
  },
  postmortem: {
    fr: 'Une tâche de nuit, allongée la veille, ouvrait une connexion par texte et ne les rendait qu’à la fin. Quand le trafic du matin est arrivé, il n’en restait plus.\n\n**Ce qui a bien marché**\u00a0: la panne a été vue en moins d’une minute.\n\n**Ce qui a manqué**\u00a0: rien ne mesurait les connexions libres.',
    en: 'A nightly job, made longer the day before, opened a connection for each text and only gave them back at its end. When the morning’s traffic came, none were left.\n\n**What went well**: the outage was seen in less than a minute.\n\n**What was missing**: nothing measured the free connections.',
  },
  rootCause: {
    fr: 'Une tâche planifiée gardait ses connexions à la base de données.',
    en: 'A scheduled job kept its database connections.',
  },
  actions: [
    {
      done: true,
      text: {
        fr: 'Rendre chaque connexion dès le texte traité',
        en: 'Give each connection back once its text is done',
      },
    },
    {
      done: true,
      text: {
        fr: 'Alerter à moins de 10 connexions libres',
        en: 'Alert when fewer than 10 connections are free',
      },
    },
    {
      done: false,
      text: { fr: 'Donner aux tâches de nuit leur propre pool', en: 'Give nightly jobs a pool of their own' },
    },
  ],
} as const

/** An incident that people opened, as no monitor could see it. */
export const mail = {
  title: { fr: 'E-mails de confirmation en retard', en: 'Confirmation e-mails are late' },
  corrected: {
    fr: 'E-mails de confirmation en retard chez certains fournisseurs',
    en: 'Confirmation e-mails are late at some providers',
  },
  investigating: {
    fr: 'Des utilisateurs reçoivent leur e-mail de confirmation avec une demi-heure de retard. Nous cherchons pourquoi.',
    en: 'Some users receive their confirmation e-mail half an hour late. We are looking into it.',
  },
  identified: {
    fr: 'Deux fournisseurs limitent nos envois depuis ce matin. Nous répartissons les messages sur nos autres adresses.',
    en: 'Two providers have been limiting our messages since this morning. We are spreading them over our other addresses.',
  },
  resolved: {
    fr: 'La file d’attente est vide et les messages partent aussitôt.',
    en: 'The queue is empty and messages leave at once.',
  },
} as const

/** A second one, of another component. */
export const signIn = {
  title: { fr: 'Connexion impossible avec Google', en: 'Signing in with Google fails' },
  identified: {
    fr: 'La connexion avec Google échoue depuis le renouvellement d’une clé. La connexion par mot de passe fonctionne.',
    en: 'Signing in with Google fails since a key was renewed. Signing in with a password works.',
  },
  monitoring: {
    fr: 'La nouvelle clé est en place. Nous vérifions que chacun peut se connecter.',
    en: 'The new key is in place. We are checking that everybody can sign in.',
  },
  resolved: { fr: 'La connexion avec Google fonctionne.', en: 'Signing in with Google works.' },
} as const

/** Why an incident of the collector's never was. */
export const falseAlarm = {
  fr: 'Notre sonde avait une adresse périmée\u202f; le service a répondu normalement tout ce temps.',
  en: 'Our probe had an outdated address; the service answered normally all along.',
} as const

/** Single windows. */
export const windows = {
  done: {
    title: { fr: 'Changement de serveur de base de données', en: 'Moving to another database server' },
    reason: { fr: 'Passer à un serveur plus rapide', en: 'To move to a faster server' },
    alternatives: {
      fr: 'L’éditeur garde vos textes\u202f; ils seront enregistrés après',
      en: 'The editor keeps your texts; they are saved afterwards',
    },
    tasks: [
      { fr: 'Copie des données', en: 'Copying the data' },
      { fr: 'Bascule', en: 'Switching over' },
    ],
    verifying: {
      fr: 'Le nouveau serveur a pris le relais. Nous vérifions les données.',
      en: 'The new server has taken over. We are checking the data.',
    },
    completed: { fr: 'Terminé plus tôt que prévu.', en: 'Done earlier than planned.' },
  },
  coming: {
    title: { fr: 'Nouvelle version de l’API', en: 'New version of the API' },
    body: {
      fr: 'La version 3 remplace la version 2, qui reste joignable sous `/v2` jusqu’à la fin de l’année.',
      en: 'Version 3 replaces version 2, which stays available at `/v2` until the end of the year.',
    },
    reason: { fr: 'Mettre en service la version 3', en: 'To put version 3 into service' },
    alternatives: {
      fr: 'Les appels en échec pourront être relancés ensuite',
      en: 'Calls that fail can be repeated after the window',
    },
  },
  late: {
    title: { fr: 'Correctif de sécurité des paiements', en: 'Security fix for payments' },
    reason: {
      fr: 'Installer un correctif publié hier, qui ne peut pas attendre',
      en: 'To install a fix published yesterday that cannot wait',
    },
  },
} as const
