/** Bytes of a key in base64url, as browsers want it. */
const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

/** Offers to show messages in this browser, where it can and the reader has not forbidden everything of the kind. */
async function offerPush(offer: HTMLElement): Promise<void> {
  const { push: address, worker, locale } = offer.dataset
  const { serviceWorker } = navigator
  const button = offer.querySelector('button')!
  const status = offer.querySelector('output')!
  const registered = await serviceWorker.getRegistration(worker)
  let subscription = (await registered?.pushManager.getSubscription()) ?? null
  const show = (text = ''): void => {
    button.textContent = offer.dataset[subscription ? 'leave' : 'subscribe']!
    status.textContent = text
  }
  const send = async (method: 'POST' | 'DELETE', wanted: PushSubscription): Promise<void> => {
    const answer = await fetch(address!, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...wanted.toJSON(), ...(method === 'POST' && { locale }) }),
    })
    if (!answer.ok) throw new Error(`answered ${answer.status}`)
  }

  async function subscribe(): Promise<string> {
    if ((await Notification.requestPermission()) !== 'granted') return offer.dataset['denied']!
    const answer = await fetch(address!)
    const { public_key: key } = (await answer.json()) as { public_key: string }
    await serviceWorker.register(worker!)
    const registration = await serviceWorker.ready
    const fresh = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: bytesOf(key),
    })
    try {
      await send('POST', fresh)
    } catch (error) {
      await fresh.unsubscribe()
      throw error
    }
    subscription = fresh
    return offer.dataset['on']!
  }
  async function leave(left: PushSubscription): Promise<string> {
    await left.unsubscribe()
    subscription = null
    // Our message to the browser would find out otherwise.
    await send('DELETE', left).catch(() => {})
    return offer.dataset['off']!
  }

  show()
  offer.hidden = false
  button.addEventListener('click', () => {
    button.disabled = true
    void (subscription ? leave(subscription) : subscribe())
      .catch(() => offer.dataset['failed']!)
      .then((text) => {
        show(text)
        button.disabled = false
      })
  })
}

const offer = document.querySelector<HTMLElement>('[data-push]')
if (
  offer &&
  isSecureContext &&
  'serviceWorker' in navigator &&
  'PushManager' in window &&
  'Notification' in window
)
  void offerPush(offer)
