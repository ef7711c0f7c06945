// Names that stand where an author's would, and name nobody: the site itself, its software, a department.

const NOBODY =
  /^(?:admin(?:istrator)?|root|web ?master|editor(?:ial)?(?: (?:team|staff|desk|board))?|staff(?: (?:writer|reporter))?|news ?desk|guest|anonymous|unknown|author|user|team|support|null|undefined|none|n\/a|reviews?|contributors?(?: to .*)?|(?:the )?newsdesk|佚名|匿名|未知|无名|不详|管理员|系统管理员|站长|网站管理员|本站|本站编辑|本网|本报|原创|转载|网络|互联网|来源|编辑|编辑部|小编|作者|记者|发布者|投稿|用户)$/iu

/** Nobody is called by so many words: it is a title, or an invitation. */
const MAX_WORDS = 7

const plain = (text: string) => text.replace(/[\s\p{P}]+/gu, '').toLowerCase()

/** Who made the software of the site. */
const SOFTWARE = /discuz|comsenz|phpwind|dedecms|wordpress|joomla|drupal|帝国cms|frontpage|dreamweaver|大汉/i

/** A name that ends so is that of a house, not of a person who writes. */
const HOUSE =
  /(?:\.(?:com|cn|net|org)|网|网站|日报|晚报|新闻网|编辑部|有限公司|出版社|论坛|频道|网络|科技|集团)$/iu

/**
 * Does this stand for nobody in particular?
 *
 * @param siteName  the site's own name, when it is known
 */
export function isNobody(name: string, siteName: string | null): boolean {
  const isTheSite = siteName !== null && plain(name) === plain(siteName)
  const isSentence = name.trim().split(/\s+/).length > MAX_WORDS && !/[,，、;&]| and /.test(name)
  return isTheSite || isSentence || [NOBODY, SOFTWARE, HOUSE].some((pattern) => pattern.test(name.trim()))
}
