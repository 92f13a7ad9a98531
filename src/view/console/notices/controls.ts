import { type NoticeValues, partName } from '../../../../collector/core/console/field-forms.ts'
import type { NoticeTrouble } from '../../../../collector/core/console/notice-pages.ts'
import { fillPlaceholders } from '../../../../collector/core/i18n/sentences.ts'
import type { NoticeField, NoticeFields } from '../../../../collector/core/notice/notice-field.ts'
import type { View } from '../../shared/view.ts'

/** One of several values of a control. */
type ControlOption = { readonly value: string; readonly label: string }

/** How a field is filled in; each form has a template. */
type ControlForm =
  /** Words, in each locale of the page. */
  | {
      readonly form: 'words'
      /** Lines that are shown; 1 for a single one. */
      readonly rows: number
      readonly isRequired: boolean
      readonly parts: readonly {
        readonly name: string
        readonly locale: string | null
        readonly value: string
      }[]
    }
  | { readonly form: 'choice'; readonly options: readonly ControlOption[]; readonly value: string }
  /** The status of each service. */
  | {
      readonly form: 'services'
      readonly options: readonly ControlOption[]
      readonly rows: readonly { readonly name: string; readonly nameHtml: string; readonly value: string }[]
    }
  /** Which services. */
  | {
      readonly form: 'boxes'
      readonly rows: readonly { readonly name: string; readonly nameHtml: string; readonly isOn: boolean }[]
    }
  /** A time; `isText` where a control for times could not say it. */
  | { readonly form: 'time'; readonly value: string; readonly isText: boolean }
  | { readonly form: 'line'; readonly value: string }

/** A field of a notice in a form. */
export type Control = ControlForm & {
  readonly name: string
  readonly label: string
  readonly hint: string | null
  /** What is wrong with it, in words; `lang` where those are English alone. */
  readonly issues: readonly { readonly text: string; readonly lang: string | null }[]
}

/** A form as it is shown. */
export type ControlContext = {
  readonly view: View
  readonly values: NoticeValues
  readonly trouble: NoticeTrouble | null
  /** Where nothing is chosen, does a message leave things as they were? Else they follow from the rest. */
  readonly isMessage: boolean
  /** Names of fields and hints, where they are not those of incidents. */
  readonly own?: FieldWords
}

/** Words for fields, by their names in the API. */
type FieldWords = {
  readonly fields: Readonly<Record<string, string>>
  readonly hints: Readonly<Record<string, string>> & { readonly time: string }
}

const isTime = (kind: NoticeField['kind']): boolean => kind.endsWith('instant') || kind === 'beginning'

const titleKinds: ReadonlySet<NoticeField['kind']> = new Set(['title'])
const longKinds: ReadonlySet<NoticeField['kind']> = new Set([
  'body',
  'message',
  'required_body',
  'required_text',
])
const requiredKinds: ReadonlySet<NoticeField['kind']> = new Set(['title', 'message', 'required_text'])

function wordsControl({ kind, name }: NoticeField, { view, values }: ControlContext): ControlForm {
  const { locales, locale } = view.snapshot.page
  return {
    form: 'words',
    rows: titleKinds.has(kind) ? 1 : longKinds.has(kind) ? 4 : 2,
    isRequired: requiredKinds.has(kind),
    parts: [locale, ...locales.filter((one) => one !== locale)].map((one) => ({
      name: partName(name, one),
      locale: locales.length > 1 ? one : null,
      value: values[partName(name, one)] ?? '',
    })),
  }
}

const choices = {
  impact: ({ words }: View) =>
    ['none', 'minor', 'major', 'critical'].map((value) => option(value, words.impactDegree)),
  priority: ({ words }: View) => [
    ...['P1', 'P2', 'P3', 'P4'].map((value) => option(value, words.priority)),
    { value: 'none', label: words.teamNotices.noPriority },
  ],
  message_status: ({ words }: View) =>
    ['investigating', 'identified', 'monitoring', 'resolved'].map((value) =>
      option(value, words.incidentStatus),
    ),
  statuses: ({ words }: View) =>
    ['operational', 'degraded_performance', 'partial_outage', 'major_outage'].map((value) =>
      option(value, words.shown),
    ),
  class: ({ snapshot }: View) => Object.keys(snapshot.notice).map((value) => ({ value, label: value })),
} as const

const option = (value: string, labels: Readonly<Record<string, string>>): ControlOption => ({
  value,
  label: labels[value] ?? value,
})

/** What stands for nothing chosen. */
const unchosen = ({ view, isMessage }: ControlContext): ControlOption => ({
  value: '',
  label: isMessage ? view.words.teamNotices.asBefore : view.words.teamNotices.derived,
})

function formOf(field: NoticeField, context: ControlContext): ControlForm {
  const { kind, name } = field
  const { view, values } = context
  const value = values[name] ?? ''
  if (isTime(kind))
    return { form: 'time', value, isText: value !== '' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) }
  switch (kind) {
    case 'statuses': {
      const none = {
        value: '',
        label: context.isMessage ? unchosen(context).label : view.words.teamNotices.notAffected,
      }
      const options = choices.statuses(view)
      return {
        form: 'services',
        options: [none, ...(context.isMessage ? options : options.slice(1))],
        rows: view.snapshot.components.map((one) => ({
          name: partName(name, one.id),
          nameHtml: view.html(one.name),
          value: values[partName(name, one.id)] ?? '',
        })),
      }
    }
    case 'components':
      return {
        form: 'boxes',
        rows: view.snapshot.components.map((one) => ({
          name: partName(name, one.id),
          nameHtml: view.html(one.name),
          isOn: values[partName(name, one.id)] !== undefined,
        })),
      }
    case 'impact':
    case 'message_impact':
    case 'priority':
    case 'message_status':
    case 'class':
      return {
        form: 'choice',
        value,
        options: [unchosen(context), ...choices[kind === 'message_impact' ? 'impact' : kind](view)],
      }
    case 'share':
    case 'boolean':
      return { form: 'line', value }
    default:
      return wordsControl(field, context)
  }
}

/** A hint for a field, where there is one. */
function hintOf({ kind, name }: NoticeField, { view, own, isMessage }: ControlContext): string | null {
  const { teamNotices, teamMaintenance } = view.words
  const { hints } = teamNotices
  if (isTime(kind)) {
    // Of what is corrected, an empty time is none, not now.
    const { time } = isMessage ? teamMaintenance.hints : (own?.hints ?? hints)
    return fillPlaceholders(time, { zone: view.zone })
  }
  const named: Readonly<Record<string, string>> = own?.hints ?? hints
  return named[name] ?? (longKinds.has(kind) ? hints.body : null)
}

/** The controls of described fields, in the order of the description. */
export const controlsOf = (fields: NoticeFields, context: ControlContext): readonly Control[] =>
  Object.values(fields).map((field) => {
    const { name } = field
    const labels = (context.own ?? context.view.words.teamNotices).fields as Readonly<Record<string, string>>
    const form = formOf(field, context)
    return {
      ...form,
      name,
      // A field that was added has the name of its description until the languages have a word for it.
      label: labels[name] ?? field.label,
      hint: hintOf(field, context),
      issues: issuesOf(field, form, context),
    }
  })

function issuesOf(
  { name }: NoticeField,
  form: ControlForm,
  { view, trouble }: ControlContext,
): Control['issues'] {
  const isEmpty = form.form === 'words' && form.parts.every(({ value }) => value.trim() === '')
  // What is too late is said above the form, with the earliest begin.
  return (trouble?.reason === 'too_late' ? [] : (trouble?.issues ?? []))
    .filter(({ field }) => field === name)
    .map(({ message }) =>
      isEmpty
        ? { text: view.words.teamNotices.required, lang: null }
        : { text: message, lang: view.locale === 'en' ? null : 'en' },
    )
}
