// Code in the clothes of an editor: CodeMirror and Monaco draw lines as elements, amid gutters, rulers and cursors.

/** The box of an editor, and its lines within; what else is in the box is no text of the page. */
const EDITORS = [
  { box: '.CodeMirror', line: '.CodeMirror-line' },
  { box: '.cm-editor', line: '.cm-line' },
  { box: '.monaco-editor', line: '.view-lines > .view-line' },
]

/** Distance of a line from the top, in CSS pixels; Monaco reuses the elements of lines that were scrolled away. */
function topOf(line: Element): number {
  return Number(/(?:^|;)\s*top:\s*(\d+(?:\.\d+)?)px/.exec(line.getAttribute('style') ?? '')?.[1] ?? 0)
}

/** Puts a plain <pre> in the place of every editor that shows lines; `data-language` stays. */
export function unwrapEditors(document: Document): void {
  for (const { box, line } of EDITORS) {
    for (const editor of document.querySelectorAll(box)) {
      const lines = [...editor.querySelectorAll(line)].sort((a, b) => topOf(a) - topOf(b))
      if (lines.length === 0) continue
      const pre = document.createElement('pre')
      const language = editor.querySelector('[data-language]')?.getAttribute('data-language')
      if (language) pre.setAttribute('data-language', language)
      pre.textContent = lines.map((each) => each.textContent ?? '').join('\n')
      editor.replaceWith(pre)
    }
  }
}
