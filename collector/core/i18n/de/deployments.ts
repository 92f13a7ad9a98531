import type { Words } from '../words.ts'

/** German words of deployments and of what is held against them. */
export const deploymentsDe: Words['deployments'] = {
  title: 'Auslieferungen',
  version: 'Version {version}',
  underWay: 'läuft',
  succeeded: 'erfolgreich',
  failed: 'fehlgeschlagen',
  rolled_back: 'zurückgenommen',
  mark: 'Auslieferung',
  verdicts: {
    pending: 'wird beobachtet',
    passed: 'alle Grenzen eingehalten',
    roll_back: 'Grenze überschritten',
    unknown: 'kein Urteil',
    ended: 'vor Ende der Beobachtung zurückgenommen',
  },
  titles: {
    passed: '{version}: alle Grenzen eingehalten',
    roll_back: '{version} zurücknehmen: Grenze überschritten',
    unknown: '{version}: kein Urteil, nicht alles wurde gemessen',
    ended: '{version} wurde zurückgenommen',
  },
  watchedUntil: 'beobachtet bis {time}',
  evidence: 'Was gemessen wurde',
  triggers: {
    error_rate: 'Fehler',
    response_p95: 'Antwortzeit (P95)',
    regression: 'P95 gegenüber der Woche davor',
    component_down: 'Ausfall',
  },
  states: {
    kept: 'eingehalten',
    exceeded: 'überschritten',
    unknown: 'nicht bekannt',
    not_judged: 'nicht beurteilt',
  },
  reasons: {
    no_monitors: 'nichts beobachtet ihn',
    no_checks: 'keine Prüfung in dieser Zeit',
    few_checks: 'zu wenige Prüfungen',
    not_observed: 'kaum beobachtet',
    maintenance: 'ganz in einer Wartung',
    not_measured: 'keine Antwortzeiten',
    no_baseline: 'zu wenige Prüfungen davor',
    down_before: 'war schon vorher ausgefallen',
  },
  limit: 'Grenze',
  checks: {
    one: '{count} Prüfung',
    other: '{count} Prüfungen',
  },
  checklist: 'Checkliste: {done} von {count} erledigt',
  phases: {
    before: 'Vorher',
    during: 'Währenddessen',
    after: 'Danach',
    rollback: 'Zurücknehmen',
  },
}
