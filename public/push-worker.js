// Shows messages of the status page, and opens what they are about. It keeps no pages and answers no requests.
self.addEventListener('push', (event) => {
  let message
  try {
    message = event.data.json()
  } catch {
    return
  }
  const { title, body, url, tag, lang } = message
  event.waitUntil(
    self.registration.showNotification(title, { body, tag, lang, renotify: true, data: { url } }),
  )
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const url = event.notification.data?.url
  if (/^https?:/.test(url)) event.waitUntil(self.clients.openWindow(url))
})
