import type { Report, TeamReport } from './report-document.ts'
import type { OutlineSection, ReportLanguage, ReportSource } from './sections/section.ts'
import {
  availabilitySection,
  componentSection,
  objectiveSection,
  responseSection,
} from './sections/availability.ts'
import { incidentCountSection, incidentListSection } from './sections/incidents.ts'
import { maintenanceSection } from './sections/maintenance.ts'
import { deploymentSection } from './sections/deployments.ts'
import { metricSection } from './sections/metrics.ts'

/** Every section of a report, in order; those without rows are left out. */
export function outlineSections(
  report: Report | TeamReport,
  language: ReportLanguage,
): readonly OutlineSection[] {
  const words = language.words.reportMail
  const source: ReportSource = { report, language, words }
  const sections = [
    availabilitySection(source),
    componentSection(source),
    objectiveSection(source),
    responseSection(source),
    incidentCountSection(source),
    incidentListSection(source),
    maintenanceSection(source),
    deploymentSection(source),
    metricSection(source, words.metrics, report.metrics),
    metricSection(source, words.privateMetrics, 'private_metrics' in report ? report.private_metrics : []),
  ]
  return sections.filter((one) => one !== null).filter(({ rows }) => rows.length > 0)
}
