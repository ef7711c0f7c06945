import { expect, test } from 'vitest'
import { byAttributes } from './control-states.ts'

const CONTROLS = ':where(button,input,select,textarea,fieldset,optgroup,option)'
const ENABLED = `${CONTROLS}:not([disabled],:where(fieldset[disabled] *))`
const DISABLED = `${CONTROLS}:is([disabled],:where(fieldset[disabled] *))`

test.each([
  ['.b:disabled{color:red}', `.b${DISABLED}{color:red}`],
  ['a>:enabled:hover,b:not(:disabled)::before{}', `a>${ENABLED}:hover,b:not(${DISABLED})::before{}`],
  ['.b:disabled-ish{}', '.b:disabled-ish{}'],
  ['.md\\:disabled{}', '.md\\:disabled{}'],
  ['a::after{content:":disabled"}/* :enabled */', 'a::after{content:":disabled"}/* :enabled */'],
  ['x-a::part(b):disabled{}', 'x-a::part(b):disabled{}'],
  ['p{color:red}', 'p{color:red}'],
])('by attributes, %s is %s', (css, expected) => expect(byAttributes(css)).toBe(expected))

// The second one alone took longer than anybody waited.
test.each(['/*a'.repeat(400_000), `"${'\\"'.repeat(400_000)}`, `'${"\\'".repeat(400_000)}`])(
  'a comment or string that never ends is passed over once',
  (endless) => expect(byAttributes(`a:enabled{}${endless}`).endsWith(endless)).toBe(true),
)
