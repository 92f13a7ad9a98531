import type { Words } from '../words.ts'

/** German reasons for the revision of a report. */
export const revisionReasonsDe: Words['revisionReasons'] = {
  checks: 'Prüfungen von {id} wurden importiert.',
  incident: {
    added: 'Die Störung {id} wurde hinzugefügt.',
    removed: 'Die Störung {id} wurde aus diesem Monat entfernt.',
    changed: 'Die Störung {id} wurde geändert (Version {was} → {is}).',
    changedIn: 'Die Störung {id} wurde geändert (Version {was} → {is}): {details}.',
  },
  maintenance: {
    added: 'Die Wartung {id} wurde hinzugefügt.',
    removed: 'Die Wartung {id} wurde aus diesem Monat entfernt.',
    changed: 'Die Wartung {id} wurde geändert (Version {was} → {is}).',
    changedIn: 'Die Wartung {id} wurde geändert (Version {was} → {is}): {details}.',
  },
  metric: 'Werte der Kennzahl {id} wurden hinzugefügt.',
  deployment: 'Die Auslieferung {id} ist anders verzeichnet.',
  monthBefore: {
    corrected: 'Der Bericht des Vormonats ({period}) wurde korrigiert (Revision {revision}).',
    added: 'Es gibt jetzt einen Bericht des Vormonats ({period}).',
  },
  prose: {
    added: 'Der Text des Monats wurde hinzugefügt.',
    changed: 'Der Text des Monats wurde geändert.',
    removed: 'Der Text des Monats wurde zurückgenommen.',
  },
  more: 'Und {count} weitere Änderungen.',
  details: {
    falseAlarm: 'Fehlalarm',
    noFalseAlarm: 'kein Fehlalarm mehr',
    dataLoss: 'der Abschlussbericht nennt den Datenverlust',
    began: 'anderer Beginn',
    resolved: 'andere Zeit der Behebung',
    priority: 'andere Priorität',
    impact: 'andere Auswirkung',
    title: 'anderer Titel',
    class: 'andere Klasse',
    components: 'andere oder anders betroffene Dienste',
    times: 'andere Zeit',
    announced: 'anders angekündigt',
    work: 'die Arbeiten begannen oder endeten zu anderer Zeit',
    cancelled: 'abgesagt oder nicht mehr abgesagt',
    answered: 'zu anderer Zeit bemerkt oder beantwortet',
    course: 'Meldungen zu anderen Zeiten oder mit anderem Status',
  },
}
