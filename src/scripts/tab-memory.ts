/**
 * What this tab remembers until it is closed. A browser that keeps nothing for the site, as readers may ask it to, throws at
 * the mere mention of its storage: then nothing is remembered, and the rest of the page's script goes on.
 */
export const tabMemory = {
  read(key: string): string | null {
    try {
      return sessionStorage.getItem(key)
    } catch {
      return null
    }
  },
  write(key: string, value: string): void {
    try {
      sessionStorage.setItem(key, value)
    } catch {
      // The choice holds for this page.
    }
  },
}
