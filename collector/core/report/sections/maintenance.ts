import type { Report } from '../report-document.ts'
import type { ReportFormats } from '../report-formats.ts'
import type { OutlineSection, ReportSource } from './section.ts'

/** How much maintenance was announced in time, and how much was not. */
export const maintenanceSection = ({ report, language, words }: ReportSource): OutlineSection => ({
  heading: words.maintenance,
  columns: null,
  rows: [
    [words.planned, maintenanceCell(report.maintenance.planned, language.format)],
    [words.emergency, maintenanceCell(report.maintenance.emergency, language.format)],
  ],
})

const maintenanceCell = (
  { windows, time }: Report['maintenance']['planned'],
  format: ReportFormats,
): string => (windows === 0 ? '0' : `${format.duration(time)} (${format.number(windows)})`)
