// The words by which pages in the way give themselves away. Data: how they count is said in judge-capture.ts.
import { CHALLENGES_ABROAD, CUTS_ABROAD, GATES_ABROAD, MISSING_ABROAD } from './verdict-phrases-abroad.ts'

/** Names are whole headings or whole parts of a title; lines are pieces of the text, without what it quotes. */
interface Phrases {
  names: readonly RegExp[]
  lines: readonly RegExp[]
}

/** Names that are titles of poems and quizzes as well: they count beside a second sign only. */
export const VAGUE_CHALLENGES: readonly RegExp[] = [
  /^(?:just a moment|one more step|please wait|blocked|are you (?:a |an? )?(?:robot|human)|请稍候)[.!?？… ]*$/i,
]

/** Somebody wants the proof of a human, or refuses one who is taken for a machine. */
export const CHALLENGES: Phrases = {
  names: [
    /^(?:just a moment(?:\.\.\.|…)|pardon our interruption[.!]*)$/i,
    /^(?:attention required|access (?:is )?(?:denied|blocked|to this page has been denied)|(?:request|web ?page|website|site) blocked|ddos-guard)[.! ]*$/i,
    /^(?:sorry, )?you(?: have|'ve|’ve) been blocked\b.*$/i,
    /^(?:robot or human|making sure you(?:'|’)re not a (?:ro)?bot)[?! ]*$/i,
    /^(?:human|bot|browser|security|robot) (?:verification|check|checkpoint)$|^\w+ security checkpoint$/i,
    /^(?:let(?:'|’)s )?(?:confirm|verify|verifying|prove) (?:that )?you(?: are|'re|’re) (?:a )?human\b.*$/i,
    /^you are (?:now )?in (?:line|(?:the|a) queue)\b.*$|^(?:virtual )?waiting room$/i,
    /^(?:http )?(?:error )?451\b.*$|^.{0,24}\bunavailable (?:for|due to) legal reasons$|^.{0,40}\bnot available in your (?:country|region|location)\W*$/i,
    /^.{0,12}detected unusual (?:traffic|activity)\b.*$|^let(?:'|’)s make sure you(?:'|’| a)re (?:a )?human\b.*$/i,
    /^checking (?:your browser|if the site connection is secure)\b.*$|^enter the characters you see below$/i,
    /^\S{0,4}(?:安全验证|人机验证|访问验证|滑动验证|身份核实)$|^(?:环境|访问|网络)异常$|^(?:图形)?验证码(?:拦截|中间页)?$/,
    /^(?:访问|操作|请求)(?:过于|太)?频繁.{0,12}$|^(?:网站|应用)?(?:防火墙|安全狗)$|^(?:禁止访问|访问被拒绝|访问被拦截|安全拦截|请求被拦截)$|^sina visitor system$/i,
  ],
  lines: [
    /just a moment\.\.\.|checking your browser|checking if the site connection is secure|cf-ray|ray id:/i,
    /ddos protection by|performance (?:&|and) security by cloudflare|incapsula incident|security checkpoint/i,
    /verify(?:ing)? (?:that )?you(?: are|'re|’re) (?:a )?(?:human|real person)|are you (?:a robot|human)\?$|prove you.?re not a robot|verifying your browser/i,
    /(?:make sure|sure|confirm|check(?:s|ing)?) (?:that )?you(?: are|'re|’re) (?:not a (?:ro)?bot|a? ?human|really)/i,
    /(?:ha(?:ve|s)|'ve|’ve) detected (?:unusual|automated|suspicious)|made us think you were a bot|access to this page has been denied/i,
    /(?:enable|turn on) (?:js|javascript) and (?:cookies|disable)|don(?:'|’)t have permission to access\b.*on this server/i,
    /(?:complete|solve) the (?:captcha|security check)|enter the (?:captcha|characters)|(?:activate|press) (?:&|and) hold/i,
    /(?:your (?:access|request|visit|ip(?: address)?|connection|session)|access to this (?:page|site|website|service|resource))\b.{0,40}(?:is|was|been) (?:temporarily )?(?:limited|blocked|denied|restricted|banned|rejected|refused|suspended)/i,
    /review the security of your connection|in violation of .{0,40}polic(?:y|ies)/i,
    /环境异常|(?:网络|访问).{0,4}环境存在异常|访问异常|异常流量|有异常请求|(?:访问|请求|操作)过于频繁|正在登录访客系统/,
    /请.{0,12}(?:完成|拖动|滑动|按住|点击).{0,12}(?:验证|滑块|拼图)|(?:完成|通过).{0,8}验证.{0,6}(?:继续|访问)|(?:拖动|按住)滑块.{0,12}(?:完成|拖|验证)/,
    /确认您?你?是(?:否是)?真人|验证您?你?是否是?真人|不是机器人|检查您的连接的安全性|触发.{0,4}(?:人机|安全)验证|(?:访问|请求).{0,4}被.{0,16}(?:阻断|拦截)|可能对网站造成.{0,4}威胁|不合法参数|点击完成验证/,
    /已(?:为您)?(?:停止|拦截|阻止|限制)(?:访问|您)|(?:网页|网站|链接).{0,4}(?:包含|存在|含有).{0,12}(?:不安全|违[法规]|诈骗|风险|恶意)/,
    ...CHALLENGES_ABROAD.lines,
  ],
}

/** What an account is wanted for on pages that can be read without one. */
const BESIDE = String.raw`(?!.{0,24}(?:comment|repl(?:y|ies)|answer|vote|post|react|review|\bwho\b|likes?\b|follow))`
const BESIDE_ZH = '(?!.{0,12}(?:回帖|回复|评论|评价|发表|点赞|收藏|参与|投递|关注|补充))'

/** Somebody wants an account, a password, an age, a consent first. */
export const GATES: Phrases = {
  names: [
    /^(?:sign ?in|log ?in|login|sign ?up|register)(?: page)?$|^(?:sign|log) ?in ?to .{1,60}$|^welcome back[.!]?$/i,
    /^you need (?:access|permission)$|^protected: .+$|^this (?:account|profile|page|post|video|album) is private[.!]?$|^before you continue(?: to .{1,40})?$|^you(?:'|’| a)re (?:now )?(?:about to leave|leaving) .{1,60}$|^ad ?block(?:er)? (?:detected|is (?:on|active))[.!]*$|^age (?:verification|check|gate)$|^are you (?:of legal|old enough|over \d\d).*$/i,
    /^(?:用户|账号|账户|密码|手机|短信|扫码|统一身份认证)?(?:登录|登陆)(?:页面?|\/注册|注册|知乎.*)?$|^(?:请|欢迎)(?:先)?(?:登录|登陆).{0,6}$|^(?:登录|登陆)后.{1,20}$|(?:即将|将要)离开.{1,20}$|仅.{0,8}(?:成员|会员|好友|粉丝|作者).{0,4}可见$/,
    ...GATES_ABROAD.names,
  ],
  lines: [
    new RegExp(
      `you(?:'ll| will|’ll)? (?:must|need to|have to) (?:be )?(?:log(?:ged)? ?in|sign(?:ed)? ?in|register(?:ed)?)\\b${BESIDE}`,
      'i',
    ),
    new RegExp(`please (?:log|sign) ?in\\b${BESIDE}`, 'i'),
    new RegExp(`(?:log|sign) ?in.{0,40} to (?:continue|view|read|see|access)\\b${BESIDE}`, 'i'),
    new RegExp(
      `already (?:a member|on [\\w ]{1,24}|(?:have|got) an account)\\?? (?:log|sign) ?in${BESIDE}`,
      'i',
    ),
    /requires you to be (?:registered|logged)|^to continue,? (?:please )?(?:log|sign) ?in/i,
    /you (?:can(?:'|’)?t|cannot|do(?:n(?:'|’)t| not) have (?:the |any )?(?:permissions?|access|rights?) to|(?:are|'re|’re) not (?:allowed|authori[sz]ed|permitted) to) (?:view|access|see|open|read) (?:this|that|the)\b/i,
    /enter (?:store |site )?(?:using|with) password|enter your (?:birth ?date|date of birth)|confirm your age|not appropriate for all ages/i,
    /(?:turn off|disable|pause|switch off) .{0,24}ad ?block|you(?:'|’| a)re (?:now )?(?:about to leave|leaving) .{0,40}site/i,
    /^this (?:account|profile|page|post|video|album) is private|request access, or|is password protected|you must be (?:over|at least|of).{0,16}(?:enter|age)/i,
    new RegExp(`^.{0,5}请先?(?:登录|登陆|注册)${BESIDE_ZH}|需要?先?(?:登录|登陆)${BESIDE_ZH}`),
    new RegExp(
      `(?:登录|登陆|注册)(?:\\/注册)?\\s*后${BESIDE_ZH}.{0,10}(?:查看|阅读|访问|继续|可见|浏览|观看|使用|推荐)`,
    ),
    /您?你?(?:还|尚)未登录|所在的用户组|输入提取码|未注册.{0,6}自动登录/,
    /(?:没有|无|暂无|缺少)权限.{0,4}(?:访问|查看|浏览|阅读)|设置了.{0,6}权限|申请(?:访问)?权限|^申请访问$|(?:即将|将要)离开.{1,20}(?:注意|风险|安全)|(?:关闭|停用|禁用).{0,12}(?:广告拦截|广告屏蔽)/,
  ],
}

/** Names that only speak of signing in: they count beside a field for a secret. */
export const VAGUE_GATES: readonly RegExp[] = [/^.{0,12}(?:登\s*[录陆]|log ?in|sign ?in).{0,12}$/i]

/** The page begins and then asks for money, an account or an app to go on. */
export const CUTS: readonly RegExp[] = [
  /(?:subscribe|sign up|register|create an? (?:free )?account|join)(?: now| today| for free)? to (?:continue|keep|read|view|unlock|see)\b(?! without| us| more about)/i,
  /(?:reached|used|read) .{0,24}(?:limit|last|all) .{0,24}free|subscribe\b.{0,40} (?:to|and) (?:keep|continue) reading/i,
  /(?:story|article|content|post) is (?:for |available to |only )?(?:paying |paid )?(?:subscribers?|members?)(?: only)?|^(?:member|subscriber)s?-only (?:story|article|content)$|(?:continue|keep) reading (?:with|by) /i,
  /(?:付费|会员|订阅|关注|支付|开通|购买).{0,12}(?:后|才|即可|可|会员).{0,6}(?:查看|阅读|可见|畅读|解锁|观看)|加入.{0,8}后?即?可(?:查看|阅读)|(?:登录|订阅|购买|开通|付费).{0,12}继续阅读|阅读全文的?\s*\d+\s*%|解锁(?:文章|全文|本文|本章)/,
  /打开.{0,8}(?:app|客户端|微信).{0,8}(?:查看|阅读|继续|观看)(?!更多)|(?:还剩|剩余).{0,4}\d+\s*%|(?:以下|剩余)内容(?:需|为).{0,6}(?:付费|会员)/i,
  /(?:upgrade|subscribe|pay|log ?in|sign ?in)\b.{0,32} to unlock (?:this|the (?:full|rest|whole)) (?:of )?(?:the |this )?(?:article|story|report|post|content|page|chapter|video|document)/i,
  ...CUTS_ABROAD,
]

// RFC 9110, section 15, and how servers write them.
const REASONS = [
  'bad request|unauthori[sz]ed|authori[sz]ation required|payment required|forbidden|(?:page )?not found|method not allowed',
  'not acceptable|proxy authentication required|request time-?out|conflict|gone|length required|precondition failed',
  '(?:payload|content|request entity) too large|(?:request-)?ur[il] too long|unsupported media type|range not satisfiable',
  'expectation failed|too many requests|internal server error|(?:server )?error|not implemented|bad gateway',
  '(?:service )?(?:temporarily )?unavailable|gateway time-?out|http version not supported',
].join('|')

/** A site says that there is nothing here, whatever status it says that with. */
export const MISSING: Phrases = {
  names: [
    new RegExp(
      `^(?:http )?(?:error )?[45]\\d\\d\\b[\\s:.,!–—-]*(?:${REASONS}|页面.{0,8}|找不到.{0,8})[.! ]*$|^(?:${REASONS})[\\s:(-]*[45]\\d\\d\\)?$`,
      'i',
    ),
    /^(?:database error|error establishing a database connection|site not found|internal server error)\b.{0,24}$/i,
    /^(?:oops|sorry)?[\s\p{P}]*(?:this|that|the) [\w ]{2,30} (?:is no longer available|(?:has been|was) (?:removed|deleted|taken down)\b.{0,40})[.!]*$/iu,
    /^(?:oops|sorry|whoops|hmm)?[\s\p{P}]*(?:that |this |the |your )?(?:requested )?(?:page|file|article|post|video|link|content)\b.{0,24}(?:not found|(?:can(?:not|'t|’t)|could not|couldn(?:'|’)t) be found|does(?:n.?t| not) exist|no longer (?:available|exists)|is missing|is(?:n.?t| not) available.{0,12})[.!]*$/iu,
    /^not found$|^error page$|^nothing (?:found|here)$|^we looked everywhere\.?$/i,
    /^.{0,8}(?:页面|网页|文章|内容|帖子|视频|链接|商品|宝贝|微博|笔记|文件|问题|回答).{0,6}(?:不存在|走丢[了啦]|(?:未|没有)找到|找不到了?|不见了|去哪了呢?|已(?:被)?.{0,4}(?:删除|取消)|已下架|已失效|(?:暂时)?无法(?:浏览|显示|访问|查看|播放))[\s\p{P}\p{S}]*$/u,
    /^(?:很?抱歉|对不起)?[，,\s]*(?:该|此|本|您要?找的|您访问的)(?:贴|帖子?|帐号|账号|站|页面?|网站|网页|内容|商品|链接).{0,8}(?:不存在|删除|注销|关闭|停用|停止服务|下架|失效).{0,10}$|^(?:网站|站点|服务)已(?:经)?(?:关闭|停止服务|下线)$/,
    /^(?:找不到|未找到|没有找到).{0,6}(?:页面|网页|内容|文章)[。！]*$|^此内容因违规无法查看$|^该公众号已迁移$/,
    ...MISSING_ABROAD.names,
  ],
  lines: [
    /^.{0,24}(?:page|site|article|post|link)[\w ]{0,8} you(?:'re|’re| are| were|'ve|’ve| have)? (?:looking for|requested|tried|followed)|does not have an article with this|(?:can(?:'|’)?t|cannot|could(?:n(?:'|’)t| not)|unable to) (?:seem to )?(?:find|locate) (?:what|the page|that page|this page|the content)\b|may have (?:been )?(?:moved|deleted|removed)(?!.{0,24}permission)/i,
    /^.{0,24}(?:page|file|article|post|video|link|account|content|item|listing|endpoint|tunnel|application|server).{0,40}(?:not found|cannot be found|could not be found|can.?t be found|does(?:n.?t| not) exist|no longer (?:available|exists)|is missing|is offline|is(?:n.?t| not) available)(?=[\s\p{P}]*$|[.!,;:]| (?:or|and|on|in|at|any|yet|(?:right )?now))/iu,
    /\b(?:application|server|critical|internal|unexpected) error (?:has )?(?:occurred|in '\/'|on this)|your page could not be served|if you(?:'|’| a)re the (?:\w+ )?(?:owner|administrator|operator|webmaster)\b/i,
    /^[\s\p{P}\p{S}]*(?:error )?404\b.{0,24}(?:not found|error|页面)|^not found$/iu,
    /(?:页面|网页|文章|内容|帖子|视频|链接|商品|宝贝|微博|笔记|文件|分享|话题|回答|问题|主题).{0,8}(?:不存在|不见了|已?被?.{0,6}(?:删除|取消)|已下架|已失效|已过期|找不到|走丢了|(?:暂时)?无法(?:浏览|显示|播放))/,
    /(?:系统|服务器?|网络)(?:繁忙|错误|异常|开小差|出错)了?.{0,4}请?稍[后候]|如果您?你?是.{0,8}(?:管理员|所有者|站长)/,
    /(?:找不到|未找到|没有找到).{0,8}(?:页面|网页|内容|文章)(?!时|的)|(?:此|该)(?:内容|文章|账号|链接|公众号).{0,12}(?:违规|无法查看|不可用|已迁移)|(?:没有|找不到).{0,4}[您你](?:所?要|想要?|请求|查)(?:找|的)|没有知识存在的荒原/,
    /您(?:要|所|正在)?(?:访问|请求|查找|浏览)的.{0,12}(?:服务器|资源|页面|网页|网址|内容|地址).{0,24}(?:不存在|移除|移动|删除|错误|不能|无法|太忙|超时|失效|停止|不可用)|您发送的?请求.{0,12}(?:错|无法|超时|过长|无效)/,
    ...MISSING_ABROAD.lines,
  ],
}

/** Signs too weak to be believed alone: a name that hints at an error, and a way back. */
export const VAGUE_MISSING: Phrases = {
  names: [
    /\b404\b|\bnot found[.! ]*$|^(?:oops|uh-?oh|whoops|lost|error|erreur|fehler|ошибка|エラー|오류|¡vaya|出错|错误)(?![\p{L}\p{N}])/iu,
  ],
  lines: [
    /^\W{0,4}(?:(?:go |take me |return |back )?(?:back )?(?:to )?(?:the )?(?:home ?page|home|front page|main page|feed|safety))\W{0,4}$/i,
    /^.{0,6}(?:返回|回到|前往|去).{0,4}(?:首页|主页)$|^(?:zur startseite|retour à l[’']accueil|volver al inicio|voltar ao início|torna alla home|на главную|トップ(?:ページ)?(?:へ|に)戻る|홈으로)$/i,
  ],
}

/** A status and nothing else, which numbers are as well. */
export const BARE_STATUS = /^[\s\p{P}\p{S}]*[45]\d\d[\s\p{P}\p{S}]*$/u

/** Nobody lives here: domains for sale, servers without a site, accounts that were closed. */
export const PARKED: Phrases = {
  names: [
    /^[\w-]+(?:\.[\w-]+)+ is for sale[.!]?$|^(?:this )?domain(?: name)? (?:has |is )?(?:expired|parked|for sale)[.!]?$|^域名(?:出售|转让)$/i,
    /^welcome to (?:nginx|openresty|caddy)!?$|^apache2? .{0,24}default page.*$|^iis windows(?: server)?$|^(?:test|default) (?:page|web site page)\b.{0,60}$|^it works!$/i,
    /^account suspended$|^site not found$|^恭喜[，,]? ?站点创建成功[！!]?$|^该网站暂时无法(?:进行)?访问$|^没有找到站点$/i,
  ],
  lines: [
    /sponsored listings displayed|this domain (?:name )?(?:is parked|has expired|may be for sale|is for sale)|buy this domain|domain name \S+ is for sale/i,
    /该域名.{0,8}(?:出售|转让|过期|停放)|未根据工信部|未.{0,8}备案.{0,12}无法访问|this account has been suspended|successfully installed \w+\.|web server is successfully installed/i,
  ],
}

/** Texts that speak of such pages instead of being one. */
export const EXPLANATIONS = /status code|状态码|HTTP\/[\d.]+|\bRFC ?\d{3,}/i

/** What pages show until their script has run, or when it failed. */
export const PLACEHOLDERS =
  /^(?:loading|please wait|加载中|正在加载|请稍候|请稍等)|(?:enable|requires?|turn on) javascript|without javascript enabled|(?:启用|开启|打开).{0,6}javascript|^(?:something went wrong|出错了|网络(?:错误|异常)).{0,40}(?:try|retry|reload|重试|刷新)/is

/** Hosts that serve nothing but logins, consents and checks. */
export const GATE_HOSTS = /^https?:\/\/(?:login|passport|accounts?|sso|auth|captcha|consent|wappass|sec)\./i

/** Paths of logins and of checks, and of what is written about them. */
export const GATE_PATHS =
  /^https?:\/\/[^/]+\/(?:[^?#]*\/)?(?:login|signin|sign-in|sign_in|authwall|captcha|unhuman|antispider|punish)(?:[/?.#]|$)/i
