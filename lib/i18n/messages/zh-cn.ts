// 中文词典：源语言。键按所在的房间分组，en 必须逐键对应，缺一个键就无法编译。

import { zhCnAccount } from './zh-cn/account.ts'
import { zhCnApp } from './zh-cn/app.ts'
import { zhCnFactors } from './zh-cn/factors.ts'
import { zhCnLibrary } from './zh-cn/library.ts'
import { zhCnSecurity } from './zh-cn/security.ts'
import { zhCnPeople } from './zh-cn/people.ts'
import { zhCnSearches } from './zh-cn/searches.ts'
import { zhCnSnapshot } from './zh-cn/snapshot.ts'
import { zhCnTagging } from './zh-cn/tagging.ts'
import { zhCnUpkeep } from './zh-cn/upkeep.ts'

export const zhCn = {
  ...zhCnApp,
  ...zhCnLibrary,
  ...zhCnSearches,
  ...zhCnSnapshot,
  ...zhCnSecurity,
  ...zhCnPeople,
  ...zhCnFactors,
  ...zhCnAccount,
  ...zhCnTagging,
  ...zhCnUpkeep,
  // 错误
  'error.invalid_request': '提交的内容有误，请检查后再试',
  'error.invalid_json': '请求正文不是有效的 JSON',
  'error.invalid_url': '这不是可以存档的网址',
  'error.blocked_address':
    '不能访问内网或保留地址：{host}。确有需要时，管理员可以用 LINKHOME_ALLOW_HOSTS 放行',
  'error.invalid_cursor': '翻页位置无效，请从第一页重新开始',
  'error.not_found': '没有找到',
  'error.unauthenticated': '请先登录',
  'error.forbidden': '没有这项权限：{scope}',
  'error.registration_closed': '这里没有开放注册',
  'error.invitation_invalid': '邀请链接无效：可能已被使用、撤回或过期。请让邀请你的人再发一个',
  'error.owner_required': '只有站长可以这样做，站长的身份也不能更改',
  'error.code_wrong': '验证码不对',
  'error.sign_in_expired': '登录已超时，请重新输入密码',
  'error.passkey_failed': '通行密钥验证失败，请重试',
  'error.oidc_unavailable': '暂时无法连接外部登录服务，请稍后再试',
  'error.quota_exceeded':
    '你的存储配额已用完（{usedMegabytes} / {quotaMegabytes} MB），已有内容不受影响；删除一些快照后可以继续保存',
  'error.session_required': '账号设置只能在网页上登录后修改，令牌不能代劳',
  'error.cross_origin': '拒绝来自其他网站的请求',
  'error.tag_taken': '「{path}」已经是标签或别名；要合成一个，请用「合并」',
  'error.name_taken': '「{name}」已经有了，请换一个名称',
  'error.limit_reached': '最多 {count} 个，请先删除不再需要的',
  'error.tag_within_itself': '标签不能放到它自己下面',
  'error.conflict': '与现有内容冲突',

  'error.idempotency_mismatch': '同一个 Idempotency-Key 已用于另一个请求',
  'error.method_not_allowed': '这个地址不支持此请求方法',
  'error.body_too_large': '请求正文太大',
  'error.rate_limited': '操作太频繁，请在 {seconds} 秒后再试',
  'error.setup_closed': '站长账号已经创建，首次设置已关闭',
  'error.setup_token_invalid': '设置链接无效，请使用启动时打印的链接',
  'error.sign_in_failed': '邮箱或密码不正确',
  'error.weak_password': '密码至少需要 10 个字符',
  'error.email_taken': '这个邮箱已有账号',
  'error.blob_damaged': '存档的内容已损坏，没有交出错误的字节',
  'error.search_too_slow': '这个搜索太费时，已经停止；请加上更多的词，或者去掉网址、状态一类的条件',
  'error.artifact_missing': '这个快照没有此格式',
  'error.form_failed': '这个格式没能生成，请在 {seconds} 秒后再试',
  'error.replay_expired': '存档地址已过期，请从快照页重新打开',
  'error.unavailable': '服务暂时不可用，请稍后再试',
  'error.dns_failure': '找不到这个域名：{host}',
  'error.connection_failed': '无法连接到网站：{host}',
  'error.connection_failed.upstream_proxy':
    '上级代理没有连上网站：{host}（管理员可检查 LINKHOME_UPSTREAM_PROXY）',
  'error.blocked_address.fake_ip':
    '{host} 的解析结果是 198.18.0.0/15，像是透明代理（Fake-IP）给的假地址。管理员可以用 LINKHOME_DNS_SERVERS 指定真实的解析服务器，或用 LINKHOME_ALLOW_HOSTS=198.18.0.0/15 放行',
  'error.blocked_address.own_network':
    '{host} 是本机、同一网段的 IPv6 邻居或云平台自用的地址，从这里访问会绕过防火墙，所以不抓取。管理员可以用 LINKHOME_ALLOW_HOSTS 放行',
  'error.blocked_address.no_web_page':
    '这个链接跳转到了应用或其他不是网页的地方，只能存档 http 和 https 网页',
  'error.tls_error': '网站的安全证书有问题：{host}',
  'error.timeout': '网站在规定时间内没有响应',
  'error.too_large': '内容太大，超出存档上限',
  'error.too_many_redirects': '网站不断跳转，已停止跟随',
  'error.empty_response': '网站没有返回任何内容',
  'error.unsupported_content': '暂不支持存档这种内容：{contentType}',
  'error.browser_crash': '浏览器意外退出',
  'error.disk_full': '磁盘空间不足，快照暂停',
  'error.snapshot_lost': '存档的内容已经丢失，可以再存一版',
  'error.cancelled': '已取消',
  'error.internal': '内部错误，链接已保留，可以重试',
  'error.no_such_user': '没有这个邮箱的账号：{email}',
  'error.no_owner': '还没有站长账号，请先打开设置链接，或运行 linkhome user create',
  'error.config_invalid': '配置有误：{variable}（{problem}）',
  'error.database_outdated': '数据库版本过旧，请先运行 linkhome migrate',
  'error.database_failed': '内置数据库无法启动：{problem}',
  'error.database_required': '这个命令需要数据库：请设置 DATABASE_URL，或用 linkhome start 启动',
  'error.port_taken': '端口 {port} 已被占用，请用 PORT 另选一个',
  'error.already_running': '这个数据目录已有一个 link之家 在运行：{dataDir}',
  'error.not_built': '网页前端尚未构建，请先运行 npm start',
  'error.start_failed': '启动失败：{service} 没有就绪',
  'error.file_exists': '文件已经存在，不会覆盖：{file}',
  'error.file_unreadable': '无法读取文件：{file}（{problem}）',
  'error.backup_damaged': '备份不完整或已被改动，没有恢复任何内容：{problem}',
  'error.backup_unsupported': '备份来自更新的版本，请先升级：{problem}',
  'error.library_not_empty': '这里已经有账号，只能恢复到空的 link之家',
  'error.browser_missing': '没有找到可用的 Chromium 浏览器',
  // 终端
  'start.ready': 'link之家 已启动  {url}',
  'start.setup': '首次使用，请打开  {url}',
  'start.stopping': '正在停止……',
} as const

export type MessageKey = keyof typeof zhCn
