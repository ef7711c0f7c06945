// What a page is built of, as far as the verdict asks: headings, fields for secrets, widgets that want a human.
import { helperSource } from './isolated-world.ts'

export interface PageStructure {
  /** Headings that can be seen, outermost first: at most 12 of 200 characters. */
  headings: string[]
  /** Is there a field for a password, or one for a name or number beside a button that signs in? */
  asksForSecret: boolean
  /** Is there a widget of a captcha or challenge that is no part of a form in which people write? */
  hasChallenge: boolean
  /** Does the page say in its metadata that it is not free to read (schema.org `isAccessibleForFree`)? */
  isSaidPaid: boolean
}

/** What is known of a page that could not be asked. */
export const UNKNOWN_STRUCTURE: PageStructure = {
  headings: [],
  asksForSecret: false,
  hasChallenge: false,
  isSaidPaid: false,
}

/** Makes the reader; it runs in a world of ours and looks at no more than a few thousand elements. */
function createStructureReader() {
  const MAX_LOOKED_AT = 2_000
  // Names that the vendors' own documents and pages use.
  const CHALLENGE = [
    '.g-recaptcha,.h-captcha,.cf-turnstile,#cf-challenge-running,#challenge-form,#challenge-stage,#challenge-running',
    '#px-captcha,.geetest_holder,[class^="geetest_"],.nc_wrapper,.nc-container,#tcaptcha_iframe,.tcaptcha-popup,.yidun',
    'iframe[src*="captcha"],iframe[src*="challenges.cloudflare.com"],iframe[src*="_Incapsula_Resource"]',
  ].join()
  const WRITTEN_IN = 'textarea,input[type=email],input[type=text],input:not([type])'

  const isSeen = (element: Element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  const seen = (selector: string) =>
    [...document.querySelectorAll(selector)].slice(0, MAX_LOOKED_AT).filter(isSeen)

  /** A comment, a newsletter or a letter to the editor has its captcha too: people write in that form. */
  function guardsTheForm(widget: Element): boolean {
    const form = widget.closest('form')
    return form !== null && [...form.querySelectorAll(WRITTEN_IN)].some(isSeen)
  }

  function asksForSecret(): boolean {
    if (seen('input[type=password]').length > 0) return true
    const asks = seen('input').some((field) =>
      /手机|验证码|邮箱|用户名|账号|e-?mail|phone|user ?name/i.test(
        `${field.getAttribute('placeholder')} ${field.getAttribute('aria-label')} ${field.getAttribute('type')}`,
      ),
    )
    const signsIn = (button: Element) =>
      /^(?:log ?in|sign ?in|next|continue)\b|^登\s*[录陆]|^(?:下一步|继续)$/i.test(
        (button.textContent ?? '').trim(),
      )
    return asks && seen('button,input[type=submit],[role=button]').some(signsIn)
  }

  function saysPaid(): boolean {
    const scripts = [...document.querySelectorAll('script[type="application/ld+json"]')].slice(0, 20)
    return scripts.some(({ textContent }) =>
      /"isAccessibleForFree"\s*:\s*(false|"(false|no)")/i.test((textContent ?? '').slice(0, 200_000)),
    )
  }

  return {
    read(): PageStructure {
      const headings = seen('h1,h2,h3,[role=heading]').map((one) => (one.textContent ?? '').trim())
      return {
        headings: headings
          .filter(Boolean)
          .slice(0, 12)
          .map((text) => text.slice(0, 200).replaceAll(/\s+/g, ' ')),
        asksForSecret: asksForSecret(),
        // Widgets are empty until their own script has drawn them.
        hasChallenge: [...document.querySelectorAll(CHALLENGE)]
          .slice(0, 20)
          .some((widget) => !guardsTheForm(widget)),
        isSaidPaid: saysPaid(),
      }
    },
  }
}

export const STRUCTURE_READER = helperSource('structure', createStructureReader)
