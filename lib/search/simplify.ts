// Traditional characters and variants are compared by their simplified form: 資料, 资料 and 資料 in Hong Kong's spelling meet.
import { SIMPLIFIED_CHARACTERS } from './simplified-characters.ts'

const FORMS = new Map<string, string>()
const characters = [...SIMPLIFIED_CHARACTERS]
for (let at = 0; at < characters.length; at += 2) FORMS.set(characters[at]!, characters[at + 1]!)

const OTHER_FORM = new RegExp(`[${[...FORMS.keys()].join('')}]`, 'gu')

/**
 * Character by character, without a dictionary of words: what merges (發 and 髮 become 发) merges in documents and in
 * queries. A character of one UTF-16 unit stays one.
 */
export function simplify(text: string): string {
  return text.replace(OTHER_FORM, (character) => FORMS.get(character)!)
}
