/** A form as it is kept. */
type Draft = {
  readonly at: number
  readonly values: Readonly<Record<string, string>>
  readonly isSent: boolean
}

const prefix = 'vigie-draft:'
/** How long a draft is kept, ms. */
const lifetime = 7 * 86_400_000
/** What belongs to one copy of the page, not to what somebody writes. */
const ofThePage = new Set(['form', 'version', 'read', 'act', 'message', 'do'])

const read = (key: string): Draft | null => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Draft | null
  } catch {
    return null
  }
}

function write(key: string, draft: Draft): void {
  try {
    localStorage.setItem(key, JSON.stringify(draft))
  } catch {
    // A browser that keeps nothing, or is full: the form works without.
  }
}

const draftKeys = (): string[] => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix))
  } catch {
    return []
  }
}

/** Forget what has arrived, and what nobody came back for. */
function tidy(hasArrived: boolean, now: number): void {
  for (const key of draftKeys()) {
    const draft = read(key)
    if (!draft || (draft.isSent && hasArrived) || draft.at < now - lifetime) localStorage.removeItem(key)
  }
}

const valuesOf = (form: HTMLFormElement): Record<string, string> =>
  Object.fromEntries(
    [...new FormData(form)].flatMap(([name, value]) =>
      ofThePage.has(name) || typeof value !== 'string' ? [] : [[name, value]],
    ),
  )

function fill(form: HTMLFormElement, values: Draft['values']): void {
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = field.name in values
    else if (
      (field instanceof HTMLInputElement ||
        field instanceof HTMLTextAreaElement ||
        field instanceof HTMLSelectElement) &&
      !ofThePage.has(field.name) &&
      field.name in values
    )
      field.value = values[field.name]!
  }
}

/** Keep what is written in a form in this browser until it has arrived, and bring it back. */
function keepDrafts(form: HTMLFormElement, key: string): void {
  const note = (kind: string) => document.querySelector<HTMLElement>(`[data-note="${kind}"]`)
  const untouched = JSON.stringify(valuesOf(form))
  const draft = read(key)
  // A form that comes back from the server has what was sent in it.
  if (draft && form.dataset['answered'] === undefined) {
    fill(form, draft.values)
    const restored = note('restored')
    if (restored && JSON.stringify(valuesOf(form)) !== untouched) {
      const [time] = restored.getElementsByTagName('time')
      if (time) time.textContent = new Date(draft.at).toLocaleString(document.documentElement.lang)
      restored.hidden = false
      restored.querySelector('button')?.addEventListener('click', () => {
        localStorage.removeItem(key)
        location.reload()
      })
    }
  }
  const save = (isSent: boolean): void => write(key, { at: Date.now(), values: valuesOf(form), isSent })
  form.addEventListener('input', () => save(false))
  form.addEventListener('submit', (event) => {
    const isPreview = event.submitter instanceof HTMLButtonElement && event.submitter.value === 'preview'
    save(!isPreview)
    const offline = note('offline')
    if (offline) offline.hidden = navigator.onLine
    if (!navigator.onLine) event.preventDefault()
  })
  addEventListener('online', () => note('offline')?.setAttribute('hidden', ''))
}

tidy(new URLSearchParams(location.search).has('done'), Date.now())
const form = document.querySelector<HTMLFormElement>('form[data-draft]')
if (form) keepDrafts(form, prefix + form.dataset['draft']!)
