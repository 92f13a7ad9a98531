// <vigie-banner>: what is wrong or planned, in the pages of the product. It shows nothing while all is well, nothing that
// is too old to be true, and nothing at all when it cannot ask. Served as /embed.js; plain JavaScript, for any page.
;(() => {
  const tag = 'vigie-banner'
  if (!('customElements' in window) || customElements.get(tag)) return

  const every = 60000
  const ranks = ['major_outage', 'partial_outage', 'degraded_performance']
  const tones = { critical: 'bad', major: 'bad', minor: 'warn', none: 'calm' }
  // A module has no current script: then it is the one that is called so.
  const script = document.currentScript || document.querySelector('script[src*="/embed.js"]')
  const here = script && script.src

  // Important styles of the inside win over important ones of the page around.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`:host{all:initial!important;display:block!important}
div{font:15px/1.45 system-ui,sans-serif}
p{display:flex;gap:12px;align-items:center;margin:0;padding:10px 16px;color:#17201c;background:#eef3fd;border-inline-start:5px solid #2457b3}
.bad{background:#fdeeee;border-color:#b02525}
.warn{background:#fdf5e3;border-color:#8a5800}
span{flex:1;min-width:0;overflow-wrap:anywhere}
a{color:inherit;text-underline-offset:3px}
button{all:unset;cursor:pointer;min-width:24px;text-align:center;font-size:20px;line-height:24px;border-radius:4px}
a:focus-visible,button:focus-visible{outline:2px solid;outline-offset:2px}
@media (prefers-color-scheme:dark){p{color:#e9ecea;background:#1b2740;border-color:#8fb2f5}
.bad{background:#3a1a1a;border-color:#ff827d}
.warn{background:#33280f;border-color:#ecb95a}}
@media print{p{display:none}}`)
  // Nothing is to be seen, and no gap where it would be; what will be said is still listened for.
  const none = new CSSStyleSheet()
  none.replaceSync(':host{position:absolute!important}')

  const put = (parent, name, text) => {
    const element = parent.appendChild(document.createElement(name))
    if (text) element.textContent = text
    return element
  }

  const dismissed = new Set()
  const isDismissed = (key) => {
    try {
      if (sessionStorage.getItem(key)) return true
    } catch {}
    return dismissed.has(key)
  }

  class VigieBanner extends HTMLElement {
    static observedAttributes = ['src', 'locale', 'components']
    #box
    #timer
    #asked
    #data
    #said
    #look = () => {
      clearInterval(this.#timer)
      if (document.hidden) return
      this.#timer = setInterval(() => this.#ask(), every)
      // oxlint-disable-next-line typescript/no-floating-promises -- it answers its own failures
      this.#ask()
    }

    constructor() {
      super()
      const root = this.attachShadow({ mode: 'open' })
      root.adoptedStyleSheets = [sheet, none]
      this.#box = put(root, 'div')
      this.#box.setAttribute('role', 'status')
    }

    connectedCallback() {
      document.addEventListener('visibilitychange', this.#look)
      this.#look()
    }

    disconnectedCallback() {
      document.removeEventListener('visibilitychange', this.#look)
      clearInterval(this.#timer)
      this.#asked?.abort()
    }

    attributeChangedCallback(name, before, after) {
      if (!this.isConnected || before === after) return
      if (name === 'src') {
        this.#data = null
        this.#look()
      }
      this.#show()
    }

    // Address of the status page, with a slash at its end; null where none is known.
    get #base() {
      try {
        const given = this.getAttribute('src')
        const url = given ? new URL(given, document.baseURI) : new URL('.', here)
        if (!/^https?:$/.test(url.protocol)) return null
        url.search = url.hash = ''
        if (!url.pathname.endsWith('/')) url.pathname += '/'
        return url
      } catch {
        return null
      }
    }

    async #ask() {
      this.#asked?.abort()
      const base = this.#base
      const { signal } = (this.#asked = new AbortController())
      try {
        const answer = await fetch(new URL('embed/banner.json', base), {
          signal,
          cache: 'no-cache',
          credentials: 'omit',
          referrerPolicy: 'no-referrer',
        })
        if (answer.ok) this.#data = await answer.json()
      } catch {}
      // What was known before may have grown too old meanwhile.
      if (!signal.aborted) this.#show()
    }

    #show() {
      let notice = null
      try {
        notice = this.#next()
      } catch {}
      const said = JSON.stringify(notice)
      if (said === this.#said) return
      this.#said = said
      this.#box.replaceChildren()
      this.shadowRoot.adoptedStyleSheets = notice ? [sheet] : [sheet, none]
      if (!notice) return
      const bar = put(this.#box, 'p')
      bar.className = notice.tone
      // The page around may run the other way.
      Object.assign(bar, { lang: notice.lang, dir: 'auto' })
      const text = put(bar, 'span')
      put(text, 'strong', notice.kind)
      text.append(' ')
      const link = put(put(text, 'bdi'), notice.href ? 'a' : 'span', notice.title)
      if (notice.href) Object.assign(link, { href: notice.href, target: '_blank', rel: 'noopener' })
      if (notice.more) text.append(' · ', notice.more)
      const button = put(bar, 'button', '×')
      button.type = 'button'
      button.title = notice.dismiss
      button.setAttribute('aria-label', notice.dismiss)
      button.addEventListener('click', () => {
        dismissed.add(notice.key)
        try {
          sessionStorage.setItem(notice.key, '1')
        } catch {}
        this.#show()
      })
    }

    // What is to be said now, in words; null for nothing.
    #next() {
      const data = this.#data
      const base = this.#base
      const now = Date.now()
      if (!data || !base || !(now <= data.staleAfter)) return null
      const locale = this.#locale(data)
      const words = data.words[locale]
      const wanted = (this.getAttribute('components') || '').split(/[\s,]+/).filter(Boolean)
      const about = (ids) => !wanted.length || !ids.length || ids.some((id) => wanted.includes(id))
      const names = (of) =>
        data.components
          .filter(of)
          .map((one) => one.name[locale])
          .slice(0, 4)
          .join(', ')
      const times = new Intl.DateTimeFormat(locale, {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        timeZoneName: 'short',
      })
      const incidents = data.incidents.map((one) => ({
        ...one,
        tone: tones[one.impact],
        kind: words.incident,
        more: names(({ id }) => one.components.includes(id)),
      }))
      const poor = data.components.filter(({ id, status }) => about([id]) && ranks.includes(status))
      const worst = ranks.find((rank) => poor.some(({ status }) => status === rank))
      // Something is wrong that nobody has told of yet.
      if (worst && !incidents.some((one) => about(one.components)))
        incidents.push({
          id: 'status',
          version: worst,
          url: '',
          components: [],
          tone: worst === ranks[2] ? 'warn' : 'bad',
          title: { [locale]: words.status[worst] },
          more: names((one) => poor.includes(one)),
        })
      const works = data.maintenances
        .filter((one) => now < one.until)
        .map((one) => ({
          ...one,
          tone: 'calm',
          kind: now < one.from ? words.ahead : words.underWay,
          more: times.formatRange(one.from, one.until),
        }))
      for (const { id, version, tone, kind, title, url, components, more } of [...incidents, ...works]) {
        const key = `vigie ${base} ${id} ${version}`
        if (!about(components) || isDismissed(key)) continue
        const link = new URL((locale === data.locale ? '' : `${locale}/`) + url, base)
        const href = link.origin === base.origin && /^https?:$/.test(link.protocol) ? link.href : ''
        return { key, tone, kind, title: title[locale], href, more, lang: locale, dismiss: words.dismiss }
      }
      return null
    }

    // The locale asked for, else that of the page around, else the status page's own.
    #locale({ locale, locales }) {
      const around = this.closest('[lang]')
      const asked = this.getAttribute('locale') || (around && around.lang) || navigator.language
      const language = (tagged) => tagged.toLowerCase().split('-')[0]
      return (
        locales.find((one) => one.toLowerCase() === asked.toLowerCase()) ||
        locales.find((one) => language(one) === language(asked)) ||
        locale
      )
    }
  }

  customElements.define(tag, VigieBanner)
})()
