// In documents of an MHTML file Chromium takes every control for disabled and shows it grey; here sheets learn to go by attributes.

/** Within a disabled fieldset a control is disabled as well (HTML, 4.10.19.5). */
const DISABLED = '[disabled],:where(fieldset[disabled] *)'
const CONTROLS = ':where(button,input,select,textarea,fieldset,optgroup,option)'
/** Weighs as much as the state that it stands for. */
const SELECTORS: Record<string, string> = {
  disabled: `${CONTROLS}:is(${DISABLED})`,
  enabled: `${CONTROLS}:not(${DISABLED})`,
}

/**
 * Strings and comments stay as they are, also those that never end: else each of their signs would begin another search to the
 * end of the sheet. After `::part()` no such selector may stand.
 */
const STATE =
  /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\/\*.*?(?:\*\/|$)|(?<!\\|::part\([^)]*\)):(disabled|enabled)(?![\w-])/gs

/** CSS in which `:disabled` and `:enabled` are what the attributes say. */
export function byAttributes(css: string): string {
  // Most sheets know nothing of it.
  if (!/:(?:dis|en)abled/.test(css)) return css
  return css.replaceAll(STATE, (all, state: string | undefined) => (state && SELECTORS[state]) || all)
}

const ENABLED = `:where(:not(${DISABLED}))`
const BUTTONS = ':where(button,input:is([type=button i],[type=submit i],[type=reset i]))'
const FIELDS =
  ':where(select,textarea,input:not([type=button i],[type=submit i],[type=reset i],[type=checkbox i],[type=radio i],[type=range i],[type=color i],[type=file i],[type=image i]))'
/** The line around a control as Chromium draws it; any `border` of a page takes it away. */
const LINE = 'border-image:linear-gradient(light-dark(#767676,#858585) 0 0) 1/1px'

/**
 * What Chromium takes from disabled controls, given back to the others; before all sheets of a page, in a layer, so that
 * whatever these say counts more. Boxes to tick stay grey: no sheet can draw those as Chromium does.
 */
export const ENABLED_RULES = `@layer linkhome-controls{${FIELDS}${ENABLED}{color:fieldtext;background-color:field;opacity:1;${LINE}}${BUTTONS}${ENABLED}{color:buttontext;background-color:buttonface;${LINE}}}`
