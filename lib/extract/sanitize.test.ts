import { expect, test } from 'vitest'
import { sanitizeArticle } from './sanitize.ts'

test.each([
  ['<script>alert(1)</script><p onclick="x()">a</p>', '<p>a</p>'],
  ['<p style="position:fixed" class="x" id="y">a</p>', '<p>a</p>'],
  ['<a href="javascript:alert(1)">a</a>', '<a rel="noopener noreferrer nofollow ugc" target="_blank">a</a>'],
  ['<a href="//b.test/">a</a>', '<a rel="noopener noreferrer nofollow ugc" target="_blank">a</a>'],
  ['<a href="data:text/html,x">a</a>', '<a rel="noopener noreferrer nofollow ugc" target="_blank">a</a>'],
  [
    '<a href="https://b.test/" rel="opener" target="_self">a</a>',
    '<a href="https://b.test/" rel="noopener noreferrer nofollow ugc" target="_blank">a</a>',
  ],
  ['<img src="https://b.test/x.png">', ''],
  ['<img src="data:image/svg+xml,<svg onload=alert(1)>">', ''],
  ['<img src="../../api/v1/links">', ''],
  [`<img src="${'a'.repeat(64)}" onerror="x()" alt="b">`, `<img src="${'a'.repeat(64)}" alt="b" />`],
  ['<iframe src="https://b.test/"></iframe><form action="/"><input name="q">t</form>', 't'],
  [
    '<svg><a xlink:href="javascript:x()">t</a></svg>',
    '<a rel="noopener noreferrer nofollow ugc" target="_blank">t</a>',
  ],
  ['<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>', ''],
  [
    '<pre><code class="language-yaml evil">a:\n  b: &lt;c&gt;</code></pre>',
    '<pre><code class="language-yaml">a:\n  b: &lt;c&gt;</code></pre>',
  ],
  ['<base href="https://b.test/"><meta http-equiv="refresh" content="0"><link rel="x">t', 't'],
  ['<ol start="3"><li value="5">a</li></ol>', '<ol start="3"><li value="5">a</li></ol>'],
])('%s becomes %s', (given, expected) => expect(sanitizeArticle(given)).toBe(expected))
