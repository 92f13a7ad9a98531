import type { Locale } from '../text/localized-text.ts'

/** The words of a report as text and e-mail; pages have their own. `{name}` is replaced. */
export type ReportWords = {
  readonly daily: string
  readonly monthly: string
  readonly asOf: string
  readonly revision: string
  readonly availability: string
  readonly down: string
  readonly affected: string
  readonly before: string
  readonly components: string
  readonly component: string
  readonly left: string
  readonly response: string
  readonly mean: string
  readonly checks: string
  readonly incidents: string
  readonly begun: string
  readonly resolved: string
  readonly noPriority: string
  readonly falseAlarms: string
  readonly mtta: string
  readonly mttr: string
  readonly falseAlarm: string
  readonly maintenance: string
  readonly planned: string
  readonly emergency: string
  readonly deployments: string
  readonly ended: string
  readonly succeeded: string
  readonly failed: string
  readonly rolledBack: string
  readonly metrics: string
  readonly metric: string
  readonly value: string
  readonly growth: string
  readonly unknown: string
}

const en: ReportWords = {
  daily: 'Daily report',
  monthly: 'Monthly report',
  asOf: 'as of {when}',
  revision: 'Revision {revision}: {why}',
  availability: 'Availability',
  down: 'Downtime',
  affected: 'Time with an outage',
  before: 'the period before: {value}',
  components: 'Services',
  component: 'Service',
  left: 'Budget left',
  response: 'Response time',
  mean: 'Average',
  checks: 'Checks',
  incidents: 'Incidents',
  begun: 'Begun',
  resolved: 'Resolved',
  noPriority: 'Without a priority',
  falseAlarms: 'False alarms',
  mtta: 'Mean time to acknowledge (MTTA)',
  mttr: 'Mean time to restore (MTTR)',
  falseAlarm: 'false alarm',
  maintenance: 'Maintenance',
  planned: 'Planned',
  emergency: 'Emergency',
  deployments: 'Deployments',
  ended: 'Ended',
  succeeded: 'Succeeded',
  failed: 'Failed',
  rolledBack: 'Rolled back',
  metrics: 'Metrics',
  metric: 'Metric',
  value: 'Value',
  growth: 'Growth',
  unknown: 'unknown',
}

const fr: ReportWords = {
  daily: 'Rapport quotidien',
  monthly: 'Rapport mensuel',
  asOf: 'arrêté au {when}',
  revision: 'Révision {revision} : {why}',
  availability: 'Disponibilité',
  down: 'Indisponibilité',
  affected: 'Temps avec une panne',
  before: 'période précédente : {value}',
  components: 'Services',
  component: 'Service',
  left: 'Budget restant',
  response: 'Temps de réponse',
  mean: 'Moyenne',
  checks: 'Vérifications',
  incidents: 'Incidents',
  begun: 'Commencés',
  resolved: 'Résolus',
  noPriority: 'Sans priorité',
  falseAlarms: 'Fausses alertes',
  mtta: 'Délai moyen de prise en charge (MTTA)',
  mttr: 'Délai moyen de rétablissement (MTTR)',
  falseAlarm: 'fausse alerte',
  maintenance: 'Maintenance',
  planned: 'Planifiée',
  emergency: 'Urgente',
  deployments: 'Déploiements',
  ended: 'Terminés',
  succeeded: 'Réussis',
  failed: 'Échoués',
  rolledBack: 'Annulés',
  metrics: 'Indicateurs',
  metric: 'Indicateur',
  value: 'Valeur',
  growth: 'Évolution',
  unknown: 'inconnu',
}

const reportDictionaries: Readonly<Record<string, ReportWords>> = { en, fr }

/** The words of a locale, by its language; English where there are none. */
export const reportWords = (locale: Locale): ReportWords =>
  reportDictionaries[locale.split('-')[0]!.toLowerCase()] ?? en
