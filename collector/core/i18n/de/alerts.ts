import type { Words } from '../words.ts'

/** German words of alerts. */
export const alertsDe: Words['alerts'] = {
  figure: {
    availability: 'Verfügbarkeit',
    response_p50: 'Antwortzeit (P50)',
    response_p95: 'Antwortzeit (P95)',
    response_p99: 'Antwortzeit (P99)',
    burn_rate: 'Verbrauchsrate des Fehlerbudgets',
    regression: 'Verlangsamung gegenüber den letzten sieben Tagen',
    certificate_days: 'Restlaufzeit des Zertifikats',
    heartbeat_missed: 'ein geplanter Auftrag ist ausgeblieben',
    heartbeat_failed: 'ein geplanter Auftrag ist fehlgeschlagen',
    collector_trouble: 'die Überwachung selbst ist gestört',
  },
  over: '{figure} über {windows}',
  windows: '{long} und {short}',
  term: '{figure}: {bound}',
  or: '{first}, oder {second}',
  fired: 'Alarm: {name}',
  escalated: 'Noch ohne Antwort: {name}',
  acknowledged: '{by} kümmert sich darum: {name}',
  ended: 'Vorbei: {name}',
  of: '{name} – {subject}',
  several: { one: '{count} Alarm', other: '{count} Alarme' },
  measured: 'Gemessen',
  threshold: 'Schwelle',
  cause: 'Ursache',
  severity: 'Schwere',
  severities: { info: 'Hinweis', warning: 'Warnung', critical: 'kritisch' },
  answered: 'Übernommen von',
  removed: 'Die Regel steht nicht mehr in der Konfiguration.',
  rule: {
    fires: 'Löst in diesem Fall aus: {condition}',
    holds: 'während {duration}',
    about: 'beurteilt für {components}',
    each: 'beurteilt für jeden Dienst',
    tells: 'Benachrichtigt {channels}.',
    tellsNobody: 'Benachrichtigt niemanden: Kein Kanal erhält Alarme.',
    escalates: 'Ohne Antwort wird nach {duration} benachrichtigt: {channels}.',
    ends: 'Endet, sobald es seit {duration} vorbei ist.',
    endsAt: 'Endet, sobald seit {duration} wieder {value} erreicht ist.',
    and: '{first} und {second}',
  },
  past: {
    never: 'Im gespeicherten Verlauf ({span}) hätte sie nicht ausgelöst.',
    times: {
      one: 'Im gespeicherten Verlauf ({span}) hätte sie {count} Mal ausgelöst, zuletzt am {at}.',
      other: 'Im gespeicherten Verlauf ({span}) hätte sie {count} Mal ausgelöst, zuletzt am {at}.',
    },
    unknown: {
      collector:
        'Was dem Collector früher fehlte, ist nicht gespeichert: Wann sie ausgelöst hätte, ist nicht bekannt.',
      certificates:
        'Noch kein Monitor hat ein Zertifikat gesehen: Wann sie ausgelöst hätte, ist nicht bekannt.',
      history: 'Noch ist nichts gespeichert.',
    },
    cutShort: 'Nicht der ganze Verlauf konnte rechtzeitig geprüft werden.',
  },
  test: 'Test der Alarmregel „{rule}“: Es ist nichts geschehen.',
}
