// 登录与安全：会话、密码。

export const zhCnSecurity = {
  'settings.nav': '设置分类',
  'settings.nav_general': '通用',
  'settings.nav_security': '登录与安全',

  'security.sessions': '已登录的设备',
  'security.sessions_why': '每一处登录都列在这里。不认识的，请立即退出并修改密码。',
  'security.session_current': '当前设备',
  'security.session_unknown': '未知浏览器',
  'security.session_since': '登录于',
  'security.session_end': '退出',
  'security.session_ended': '该设备已退出登录',
  'security.sessions_end_others': '退出其他所有设备',
  'security.sessions_end_title': '退出其他所有设备？',
  'security.sessions_end_why': '只有当前这台保持登录，其他设备需要重新登录。',
  'security.sessions_ended': '其他设备均已退出登录',
  'security.password': '密码',
  'security.password_why': '修改后，其他设备会退出登录；API 令牌继续有效。',
  'security.password_current': '当前密码',
  'security.password_next': '新密码',
  'security.password_change': '修改密码',
  'security.password_changed': '密码已修改，其他设备已退出登录',
} as const
