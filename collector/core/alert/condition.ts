import { day, hour, minute } from '../time/units.ts'

/** How a figure is held against a bound. */
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!='

/**
 * Figures that Vigie measures itself. `availability` and `regression` are in percent, response times in ms, certificates in
 * days; `burn_rate` is 1 where exactly the error budget is spent; the others are counts of what is wrong.
 */
export type BuiltInFigure =
  | 'availability'
  | 'response_p50'
  | 'response_p95'
  | 'response_p99'
  | 'burn_rate'
  | 'regression'
  | 'certificate_days'
  | 'heartbeat_missed'
  | 'heartbeat_failed'
  | 'collector_trouble'

/** A figure of an alert rule: one of Vigie's own, or a metric of the configuration. */
export type AlertFigure = BuiltInFigure | `metric.${string}`

/** A figure over one or more windows, held against a bound: it holds where it does over every window. */
export type AlertTerm = {
  readonly figure: AlertFigure
  readonly operator: Comparison
  /** In the unit of the figure. */
  readonly bound: number
  /** Spans that end now, ms, longest first; empty where the figure has its own, or is of this instant. */
  readonly windows: readonly number[]
}

/** What makes a rule fire: any of its terms. At least one. */
export type AlertCondition = readonly AlertTerm[]

/** What bounds of a figure are written with: `3s`, `99%`, a plain number, days, or none because it is a state. */
type BoundUnit = 'time' | 'share' | 'number' | 'days' | 'state'

/** What the language knows of a figure. */
export type FigureDefinition = {
  readonly unit: BoundUnit
  /** Its window where none is written, ms; null where it takes none. */
  readonly window: number | null
  /** The longest window it can be asked for, ms. */
  readonly longest: number
}

/**
 * Single checks are added up for response times, so their windows are short; availability and burn rates follow from changes
 * of health, which are kept for ever.
 */
const figures: Readonly<Record<BuiltInFigure, FigureDefinition>> = {
  availability: { unit: 'share', window: hour, longest: 30 * day },
  response_p50: { unit: 'time', window: hour, longest: day },
  response_p95: { unit: 'time', window: hour, longest: day },
  response_p99: { unit: 'time', window: hour, longest: day },
  burn_rate: { unit: 'number', window: hour, longest: 30 * day },
  regression: { unit: 'share', window: null, longest: 0 },
  certificate_days: { unit: 'days', window: null, longest: 0 },
  heartbeat_missed: { unit: 'state', window: null, longest: 0 },
  heartbeat_failed: { unit: 'state', window: null, longest: 0 },
  collector_trouble: { unit: 'state', window: null, longest: 0 },
}

/** The names of Vigie's own figures. */
export const builtInFigures = Object.keys(figures) as readonly BuiltInFigure[]

/** The shortest window that can be asked for, ms. */
export const shortestWindow = minute

/** A metric is its latest point where no window is written. */
const metricDefinition: FigureDefinition = { unit: 'number', window: null, longest: 30 * day }

/** Is it a metric of the configuration? */
export const isMetric = (figure: AlertFigure): figure is `metric.${string}` => figure.startsWith('metric.')

/** The id of a metric, of its figure. */
export const metricIdOf = (figure: `metric.${string}`): string => figure.slice('metric.'.length)

/** What the language knows of a figure. */
export const definitionOf = (figure: AlertFigure): FigureDefinition =>
  isMetric(figure) ? metricDefinition : figures[figure]

/** Does a figure take a window? */
export const takesWindow = (figure: AlertFigure): boolean => definitionOf(figure).longest > 0

/**
 * A burn rate is held against its bound over a second window of one twelfth too, so that an alert ends soon after the outage
 * does (Google, Site Reliability Workbook, chapter 5, "Multiwindow, multi-burn-rate alerts").
 */
const shortWindowShare = 12

/**
 * The windows of a term where some, or none, are written: those, longest first, else the figure's own; of a burn rate always
 * two. ms.
 */
export function windowsOf(figure: AlertFigure, written: readonly number[]): readonly number[] {
  const { window } = definitionOf(figure)
  const windows = written.length > 0 ? written : window === null ? [] : [window]
  const [only] = windows
  return figure === 'burn_rate' && windows.length === 1
    ? [only!, Math.max(shortestWindow, Math.round(only! / shortWindowShare))]
    : windows.toSorted((a, b) => b - a)
}

/** Does a value compare so with a bound? */
export function compares(value: number, operator: Comparison, bound: number): boolean {
  switch (operator) {
    case '<':
      return value < bound
    case '<=':
      return value <= bound
    case '>':
      return value > bound
    case '>=':
      return value >= bound
    case '==':
      return value === bound
    case '!=':
      return value !== bound
  }
}
