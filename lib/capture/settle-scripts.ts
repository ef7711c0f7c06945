// The functions that run inside a page while it settles. Each is sent as its own source and sees nothing of this file.

declare global {
  /** Of the isolated world, not of the page: when the document last changed. */
  var linkhomePulse: { changedAt: number } | undefined
}

/**
 * Milliseconds since the document last changed; the first call begins to watch. A page with scripts counts as changing
 * until it has been loaded for `minLoadedMs`: timers of its own show nothing before they fire.
 */
export function domQuietMs(minLoadedMs: number): number {
  if (globalThis.linkhomePulse === undefined) {
    const pulse = { changedAt: performance.now() }
    globalThis.linkhomePulse = pulse
    const observer = new MutationObserver(() => (pulse.changedAt = performance.now()))
    // Attributes are left out: animations by script change styles for ever.
    observer.observe(document, { subtree: true, childList: true, characterData: true })
  }
  const [navigation] = performance.getEntriesByType('navigation')
  const loadedAt = navigation instanceof PerformanceNavigationTiming ? navigation.loadEventEnd : 0
  if (document.scripts.length > 0 && performance.now() - loadedAt < minLoadedMs) return 0
  return performance.now() - globalThis.linkhomePulse.changedAt
}

/** Resolves when the fonts in use are there. */
export async function fontsReady(): Promise<boolean> {
  await document.fonts.ready
  return true
}

/** `loading`, `interactive` or `complete`. */
export function readyState(): string {
  return document.readyState
}

/** Lets pictures and frames load that wait to come near the screen. */
export function loadLazyElements(): void {
  for (const element of document.querySelectorAll('img[loading="lazy"], iframe[loading="lazy"]')) {
    element.setAttribute('loading', 'eager')
  }
}

/** Scrolls the document and waits for two frames; returns its height and the height of the screen. */
export async function scrollDocument(top: number): Promise<{ height: number; screen: number }> {
  scrollTo({ top, behavior: 'instant' })
  await new Promise<void>((resolve) => {
    // Pages without a visible frame never get an animation frame.
    setTimeout(resolve, 250)
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()))
  })
  return { height: document.scrollingElement?.scrollHeight ?? 0, screen: innerHeight }
}

/** Scrolls boxes that scroll by themselves through their content and back, so that they load it. */
export async function scrollInnerBoxes(maxBoxes: number, maxStepsPerBox: number): Promise<void> {
  const frame = () =>
    new Promise<void>((resolve) => {
      setTimeout(resolve, 100)
      requestAnimationFrame(() => resolve())
    })
  const candidates = document.querySelectorAll('div, ul, ol, section, main, aside, article, nav, pre, table')
  const boxes = [...candidates]
    .filter((box) => box.clientHeight > 100 && box.scrollHeight > box.clientHeight * 1.5)
    .filter((box) => /auto|scroll/.test(getComputedStyle(box).overflowY))
    .slice(0, maxBoxes)
  for (const box of boxes) {
    const before = box.scrollTop
    for (
      let step = 1;
      step <= maxStepsPerBox && box.scrollTop + box.clientHeight < box.scrollHeight;
      step += 1
    ) {
      box.scrollTo({ top: step * box.clientHeight * 0.8, behavior: 'instant' })
      await frame()
    }
    box.scrollTo({ top: before, behavior: 'instant' })
  }
}
