import { hasFigures, figuresPlace } from './view/metrics/metrics-page.ts'
import { slaPlace } from './view/shared/places.ts'
import { announcementInputs } from './page-inputs/announcements.ts'
import { badgeInputs, bannerInputs, embedScriptInputs, frameInputs } from './page-inputs/badges.ts'
import { calendarInputs } from './page-inputs/calendars.ts'
import { componentInputs } from './page-inputs/components.ts'
import {
  dayDataInputs,
  openExplanationDataInputs,
  openExplanationInputs,
  uptimeDataInputs,
} from './page-inputs/explanations.ts'
import { feedInputs } from './page-inputs/feeds.ts'
import { frozenExplanationDataInputs, frozenExplanationInputs } from './page-inputs/frozen-explanations.ts'
import { historyInputs, monthInputs } from './page-inputs/history.ts'
import { incidentInputs } from './page-inputs/incidents.ts'
import { calendarMonthInputs, calendarPageInputs, windowInputs } from './page-inputs/maintenance.ts'
import { metricsDataInputs, metricsInputs } from './page-inputs/metrics.ts'
import { overviewInputs } from './page-inputs/overview.ts'
import type { PageKind } from './page-inputs/page-kind.ts'
import {
  reportChainInputs,
  reportInputs,
  reportListInputs,
  reportRevisionInputs,
} from './page-inputs/reports.ts'
import { commonInputs, liveInputs, sitemapInputs } from './page-inputs/site.ts'
import { slaInputs } from './page-inputs/sla.ts'
import { subscribeInputs } from './page-inputs/subscriptions.ts'
import { offersSubscriptions, subscribePlace } from './view/subscriptions/subscribe-page.ts'
import { statuspageInputs } from './page-inputs/statuspage.ts'

/** The pages people read. Their order is that of the navigation and of the sitemap. */
const pagesForPeople: readonly PageKind[] = [
  { name: 'overview', localized: true, present: true, inSitemap: true, inputs: overviewInputs },
  {
    name: 'history',
    localized: true,
    navigation: { place: '/history/', label: (words) => words.history },
    inSitemap: true,
    inputs: historyInputs,
  },
  { name: 'month of the history', localized: true, inSitemap: true, inputs: monthInputs },
  {
    name: 'maintenance calendar',
    localized: true,
    navigation: { place: '/maintenance/', label: (words) => words.planned.menu },
    inSitemap: true,
    inputs: calendarPageInputs,
  },
  { name: 'month of the calendar', localized: true, inSitemap: true, inputs: calendarMonthInputs },
  { name: 'maintenance', localized: true, inSitemap: true, inputs: windowInputs('single') },
  { name: 'occurrence of recurring maintenance', localized: true, inputs: windowInputs('recurring') },
  {
    name: 'service levels',
    localized: true,
    navigation: { place: slaPlace, label: (words) => words.sla.menu },
    inSitemap: true,
    inputs: slaInputs,
  },
  {
    name: 'reports',
    localized: true,
    navigation: { place: '/reports/', label: (words) => words.reports.menu },
    inSitemap: true,
    inputs: reportListInputs,
  },
  {
    name: 'metrics',
    localized: true,
    navigation: { place: figuresPlace, label: (words) => words.metrics.menu },
    present: true,
    inSitemap: true,
    exists: hasFigures,
    inputs: metricsInputs,
  },
  {
    name: 'subscriptions',
    localized: true,
    navigation: {
      place: subscribePlace,
      label: (words) => words.subscriptions.menu,
      isShown: offersSubscriptions,
    },
    inSitemap: true,
    inputs: subscribeInputs,
  },
  { name: 'report', localized: true, inSitemap: true, inputs: reportInputs('') },
  { name: 'component', localized: true, inSitemap: true, inputs: componentInputs },
  { name: 'incident', localized: true, inSitemap: true, inputs: incidentInputs },
  { name: 'announcement', localized: true, inSitemap: true, inputs: announcementInputs },
  { name: 'explanation of an open period', localized: true, inputs: openExplanationInputs },
  { name: 'explanation of a frozen month', localized: true, inputs: frozenExplanationInputs },
  { name: 'frame', localized: true, present: true, inputs: frameInputs },
  { name: 'not found', localized: false, inputs: commonInputs('/404.html') },
]

/** The files that programs read. */
const filesForPrograms: readonly PageKind[] = [
  { name: 'feed', localized: true, inputs: feedInputs },
  { name: 'calendar', localized: true, inputs: calendarInputs },
  { name: 'report as text', localized: true, inputs: reportInputs('report.txt', 'mail.html') },
  { name: 'report as data', localized: false, inputs: reportInputs('report.json', 'report.csv') },
  { name: 'revision of a report', localized: false, inputs: reportRevisionInputs },
  { name: 'chain of reports', localized: false, inputs: reportChainInputs },
  { name: 'days of a component', localized: false, inputs: dayDataInputs },
  { name: 'uptime of all components', localized: false, inputs: uptimeDataInputs },
  { name: 'explanation of an open period as data', localized: false, inputs: openExplanationDataInputs },
  { name: 'explanation of a frozen month as data', localized: false, inputs: frozenExplanationDataInputs },
  { name: 'metrics as data', localized: false, present: true, exists: hasFigures, inputs: metricsDataInputs },
  { name: 'badge', localized: false, inputs: badgeInputs },
  { name: 'script to embed', localized: false, inputs: embedScriptInputs },
  { name: 'banner to embed', localized: false, present: true, inputs: bannerInputs },
  { name: 'API of Statuspage', localized: false, inputs: statuspageInputs },
  { name: 'age of the page', localized: false, present: true, inputs: liveInputs },
  { name: 'robots', localized: false, inputs: commonInputs('/robots.txt') },
  { name: 'sitemap', localized: false, inputs: sitemapInputs },
]

/**
 * The table of pages: everything that is published, once. Routes and their fingerprints, the navigation and the sitemap
 * are made from it. A page is its template below `src/pages/` and its entry here.
 */
export const pages: readonly PageKind[] = [...pagesForPeople, ...filesForPrograms]
