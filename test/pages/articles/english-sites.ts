// Articles as English blogs and manuals put them on a page, with words of our own.
import { articlePage, escapeHtml, li, p, part, type ArticlePage } from './article-page.ts'

const katex = (tex: string, isDisplay = false) => {
  const drawn = `<span class="katex"><span class="katex-mathml"><math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>E</mi></mrow><annotation encoding="application/x-tex">${escapeHtml(tex)}</annotation></semantics></math></span><span class="katex-html" aria-hidden="true"><span class="base"><span class="strut"></span><span class="mord mathnormal">E</span></span></span></span>`
  return isDisplay ? `<span class="katex-display">${drawn}</span>` : drawn
}
const RUST_CODE = `fn mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    Some(values.iter().sum::<f64>() / values.len() as f64)
}`

const blog = articlePage(
  {
    name: 'a blog with KaTeX and nested lists',
    url: 'https://notes.example/averages',
    title: 'Three averages and what they hide',
    byline: 'Ida Storm',
    siteName: 'Storm notes',
    published: '2024-02-11T09:00:00.000Z',
    lang: 'en',
    code: [RUST_CODE],
    items: [
      'the mean, which outliers pull',
      'the median, which they do not',
      'odd counts have one',
      'even counts share two',
      'the mode, which may not exist',
    ],
    says: ['A single number is asked to stand for many', 'None of them tells how far apart the values lie'],
    formulas: ['\\bar{x} = \\frac{1}{n} \\sum_{i=1}^{n} x_i', '\\sigma^2'],
    rows: ['data\tmean\tmedian', '1 2 9\t4\t2'],
    pictures: [part('1')],
    leavesOut: ['Subscribe', 'You may also like', 'Ten plots to avoid', 'Leave a comment', 'Share this'],
  },
  `<title>Three averages and what they hide | Storm notes</title><meta property="og:site_name" content="Storm notes"><meta property="og:title" content="Three averages and what they hide"><meta property="article:published_time" content="2024-02-11T09:00:00Z"><meta name="author" content="Ida Storm">`,
  `<header><nav><a>Home</a><a>About</a></nav></header><main><article class="post"><h1>Three averages and what they hide</h1><p class="meta">By Ida Storm · February 11, 2024</p>${p(
    'A single number is asked to stand for many, and which one we choose decides what is left out. The mean is the best known of them.',
  )}${katex('\\bar{x} = \\frac{1}{n} \\sum_{i=1}^{n} x_i', true)}<ul><li>the mean, which outliers pull</li><li>the median, which they do not<ol>${li('odd counts have one', 'even counts share two')}</ol></li><li>the mode, which may not exist</li></ul><figure class="highlight"><table><tr><td class="gutter"><pre>${RUST_CODE.split(
    '\n',
  )
    .map((_, at) => `<span class="line">${at + 1}</span><br>`)
    .join('')}</pre></td><td class="code"><pre>${RUST_CODE.split('\n')
    .map((line) => `<span class="line">${escapeHtml(line)}</span><br>`)
    .join(
      '',
    )}</pre></td></tr></table></figure><table><thead><tr><th>data</th><th>mean</th><th>median</th></tr></thead><tbody><tr><td>1 2 9</td><td>4</td><td>2</td></tr></tbody></table><figure><img src="${part('1')}" alt="Three lines"><figcaption>Three lines through the same points</figcaption></figure><p>None of them tells how far apart the values lie; that is what the variance ${katex('\\sigma^2')} is for.</p></article><aside><h2>You may also like</h2><ul>${li('<a>Ten plots to avoid</a>')}</ul></aside><section class="comments"><h2>Leave a comment</h2></section><div class="share">Share this</div></main><footer><form>Subscribe</form></footer>`,
)

const YAML_CODE = `server:
  listen: 8080
  tls:
    certificate: /etc/site.pem
    # renewed every sixty days
    renew: true`

const manual = articlePage(
  {
    name: 'a manual with MathJax 3, tabs and admonitions',
    url: 'https://docs.example/guide/limits',
    title: 'Limits of requests',
    byline: null,
    siteName: 'Example manual',
    lang: 'en',
    code: [YAML_CODE, 'reload --config site.yml'],
    items: ['Open the file of the site.', 'Set the limit.', 'Reload the server.'],
    says: ['A server without limits serves whoever asks most', 'Changes take effect without a restart'],
    formulas: ['r = \\frac{n}{t}'],
    rows: ['Name\tDefault', 'burst\t20'],
    leavesOut: ['Edit this page', 'Was this page helpful', 'Previous', 'On this page'],
  },
  '<title>Limits of requests — Example manual</title><meta property="og:site_name" content="Example manual">',
  `<nav class="sidebar"><ul>${li('<a>Install</a>', '<a>Limits of requests</a>')}</ul></nav><main><div role="main"><article class="markdown"><h1>Limits of requests<a class="headerlink">¶</a></h1>${p('A server without limits serves whoever asks most. The rate is counted per address and minute, as')}<mjx-container class="MathJax" jax="CHTML" display="true"><mjx-math><mjx-mi>r</mjx-mi></mjx-math><mjx-assistive-mml role="presentation" unselectable="on" display="block"><math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><mi>r</mi><mo>=</mo><mfrac><mi>n</mi><mi>t</mi></mfrac></math></mjx-assistive-mml></mjx-container><ol>${li('Open the file of the site.', 'Set the limit.', 'Reload the server.')}</ol><div class="language-yaml highlight"><pre tabindex="0"><code class="language-yaml" data-lang="yaml">${YAML_CODE.split(
    '\n',
  )
    .map((line) => `<span class="line"><span class="cl">${escapeHtml(line)}\n</span></span>`)
    .join(
      '',
    )}</code></pre><button class="copy">Copy</button></div><div class="admonition note"><p class="admonition-title">Note</p>${p('Changes take effect without a restart, and open connections keep the limit that they began with until they end.')}</div><div class="highlight"><pre><code>reload --config site.yml</code></pre></div><table class="docutils"><thead><tr><th>Name</th><th>Default</th></tr></thead><tbody><tr><td>burst</td><td>20</td></tr></tbody></table></article></div><a>Edit this page</a><div>Was this page helpful?</div><nav><a>Previous</a></nav></main><aside>On this page</aside>`,
)

export const ENGLISH_ARTICLES: readonly ArticlePage[] = [blog, manual]
