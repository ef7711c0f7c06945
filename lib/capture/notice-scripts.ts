// The helper that knows consent banners by their words: whether there may be one, and what to press where no rule is known.

export function createNotices() {
  const NOTICE = /cookie|隐私(?:政策|声明|保护)|个人信息/i
  const REFUSAL =
    /^\s*(?:(?:全部|一律)?拒绝(?:所有|全部)?(?:可选)?(?:\s*cookies?)?|不同意|不接受|(?:仅|只)(?:接受|使用|保留|允许)?(?:必要|必需|必须)的?(?:\s*cookies?)?|(?:reject|decline|refuse|deny)(?: all)?(?: cookies)?|(?:only )?(?:necessary|essential)(?: cookies)?(?: only)?)\s*$/i
  const AGREEMENT =
    /^\s*(?:(?:全部)?(?:同意|接受)(?:所有|全部|并继续)?(?:\s*cookies?)?|我?知道了|好的?|确定|关闭|[×x✕]|accept(?: all)?(?: cookies)?|(?:i )?agree|got it|ok(?:ay)?|allow(?: all)?|close|dismiss)\s*$/i

  /** Small boxes over the page that speak of cookies or of personal data: found where such boxes stand. */
  function notices(): HTMLElement[] {
    const boxes = new Set<HTMLElement>()
    for (const x of [0.05, 0.5, 0.95])
      for (const y of [0.02, 0.5, 0.8, 0.97])
        for (const hit of document.elementsFromPoint(innerWidth * x, innerHeight * y))
          for (let box: Element | null = hit; box; box = box.parentElement)
            if (box instanceof HTMLElement && /fixed|sticky/.test(getComputedStyle(box).position))
              boxes.add(box)
    return [...boxes].filter(({ textContent }) => {
      const text = textContent ?? ''
      return text.length < 1_500 && NOTICE.test(text)
    })
  }

  return {
    address: (): string => location.href,

    /** Is there anything that reminds of a banner? Reading is cheaper than asking hundreds of rules. */
    hasHints(): boolean {
      const hint = /cookie|consent|gdpr|privacy|didomi|usercentrics|sp_message|trustarc|klaro|iubenda|truste/i
      return hint.test(document.documentElement.outerHTML.slice(0, 5_000_000))
    },

    /** For banners without a rule: refuses where there is a button for it, and hides what only wants to be agreed to. */
    refuseNotice(): { isHidden: boolean } | null {
      for (const box of notices()) {
        const buttons = [
          ...box.querySelectorAll<HTMLElement>('button, a, [role="button"], span, div'),
        ].filter((button) => (button.textContent ?? '').length < 30)
        const refusal = buttons.find((button) => REFUSAL.test(button.textContent ?? ''))
        if (refusal) {
          refusal.click()
          return { isHidden: false }
        }
        if (!buttons.some((button) => AGREEMENT.test(button.textContent ?? ''))) continue
        box.style.setProperty('display', 'none', 'important')
        return { isHidden: true }
      }
      return null
    },
  }
}
