import type { Config, IncidentTemplates } from '../core/config/config.ts'
import type { Text } from '../core/text/localized-text.ts'
import type { ConfigurationEntry } from './schema/configuration.ts'

/**
 * Words of automatic incidents. The fault itself is left out: it is one English line for the operator and may name
 * machines that readers need not know.
 */
const defaultTemplates: IncidentTemplates = {
  title: {
    degraded_performance: {
      fr: '{component}\u00a0: service ralenti',
      en: '{component}: degraded performance',
    },
    partial_outage: {
      fr: '{component}\u00a0: interruption partielle',
      en: '{component}: partial outage',
    },
    major_outage: {
      fr: '{component}\u00a0: service indisponible',
      en: '{component}: service unavailable',
    },
  },
  opened: {
    fr: 'Nos sondes constatent un problème sur «\u00a0{component}\u00a0». Nous en cherchons la cause.',
    en: 'Our probes see a problem with “{component}”. We are looking for the cause.',
  },
  changed: {
    fr: 'La situation de «\u00a0{component}\u00a0» a changé\u202f; l’état affiché est à jour. Nous continuons.',
    en: 'The situation of “{component}” has changed; the status shown is up to date. We are still on it.',
  },
  recovered: {
    fr: '«\u00a0{component}\u00a0» fonctionne de nouveau normalement. Durée\u00a0: {duration}.',
    en: '“{component}” works normally again. It lasted {duration}.',
  },
  again: {
    fr: 'Le problème est revenu sur «\u00a0{component}\u00a0». Nous en cherchons la cause.',
    en: 'The problem with “{component}” has come back. We are looking for the cause.',
  },
}

/** A text of the operator's over ours; a locale they leave out keeps our words, so that no reader gets the wrong language. */
function overrideText(own: Text | undefined, ours: Text): Text {
  if (own === undefined) return ours
  if (typeof own === 'string' || typeof ours === 'string') return own
  return { ...ours, ...own }
}

type IncidentTemplatesEntry = NonNullable<NonNullable<ConfigurationEntry['incidents']>['templates']>

/** The words of automatic incidents: the operator's where they wrote some, else ours in French and English. */
export function resolveIncidentTemplates(
  written: IncidentTemplatesEntry | undefined,
): Config['incidents']['templates'] {
  const { title } = defaultTemplates
  return {
    title: {
      degraded_performance: overrideText(written?.title?.degraded_performance, title.degraded_performance),
      partial_outage: overrideText(written?.title?.partial_outage, title.partial_outage),
      major_outage: overrideText(written?.title?.major_outage, title.major_outage),
    },
    opened: overrideText(written?.opened, defaultTemplates.opened),
    changed: overrideText(written?.changed, defaultTemplates.changed),
    recovered: overrideText(written?.recovered, defaultTemplates.recovered),
    again: overrideText(written?.again, defaultTemplates.again),
  }
}
