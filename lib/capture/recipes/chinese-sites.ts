// Recipes for Chinese sites whose articles lie folded, locked or covered in a document that holds all of them.
import type { Recipe } from './recipe.ts'

const UNFOLDED = { height: 'auto', 'max-height': 'none', overflow: 'visible', 'mask-image': 'none' }
const SELECTABLE = { 'user-select': 'text', '-webkit-user-select': 'text' }
const SCROLLABLE = { 'overflow-y': 'visible' }

export const CHINESE_SITES: Recipe[] = [
  {
    name: 'csdn',
    hosts: ['csdn.net'],
    steps: [
      // 「登录后复制」「关注博主即可阅读全文」: the article is there, cut off at a height.
      { open: '#article_content, .article_content', style: UNFOLDED },
      { hide: '.hide-article-box, .hide-preCode-box, .readall_box' },
      { open: 'pre.set-code-hide', withoutClass: 'set-code-hide', style: UNFOLDED },
      {
        hide: '.passport-login-container, .passport-login-tip-container, .login-mark, .passport-container-mask',
      },
      { hide: '.passport-auto-tip-login-container, .csdn-highschool-window, .open_app_channelCode' },
      { unlock: 'body', style: SCROLLABLE },
      { unlock: '#content_views, #content_views pre, #content_views code', style: SELECTABLE },
    ],
  },
  {
    name: 'zhihu',
    hosts: ['zhihu.com'],
    steps: [
      { hide: '.Modal-wrapper:has(.signFlowModal), .signFlowModal, .Modal-backdrop, .OpenInAppButton' },
      { hide: '.AdblockBanner, .Question-mainColumnLogin, .LoginCard' },
      { unlock: 'html, body', style: SCROLLABLE },
      {
        click: 'button.QuestionRichText-more, button.ContentItem-expandButton, .ContentItem-rightButton.more',
      },
      { open: '.RichContent.is-collapsed', withoutClass: 'is-collapsed' },
      {
        open: '.RichContent-inner--collapsed',
        withoutClass: 'RichContent-inner--collapsed',
        style: UNFOLDED,
      },
    ],
  },
  {
    name: 'juejin',
    hosts: ['juejin.cn'],
    steps: [
      {
        hide: '.login-guide-popup, .bottom-login-guide, .auth-modal-box, .global-component-box .login-guide',
      },
      { hide: '.open-app-banner, .app-open-button' },
      { unlock: 'html, body', style: SCROLLABLE },
      { open: '.article-content.limit, .markdown-body.limit', withoutClass: 'limit', style: UNFOLDED },
      { unlock: '.markdown-body, .markdown-body pre, .markdown-body code', style: SELECTABLE },
    ],
  },
  {
    name: 'jianshu',
    hosts: ['jianshu.com'],
    steps: [
      { open: '.collapse-free-content', withoutClass: 'collapse-free-content', style: UNFOLDED },
      { hide: '.collapse-tips, .call-app-btn, .download-app-guidance, .open-app-modal, .dialog-open-app' },
      { unlock: 'html, body', style: SCROLLABLE },
    ],
  },
  {
    name: 'weixin',
    hosts: ['mp.weixin.qq.com'],
    steps: [
      // Its script shows the article when it has run; where it did not, the words are there all the same.
      { open: '#js_content, .rich_media_content', style: { visibility: 'visible', opacity: '1' } },
      { open: '.rich_media_area_primary.fold, .js_fold_content', withoutClass: 'fold', style: UNFOLDED },
      { hide: '.weui-mask, .open_in_app_dialog, .js_follow_guide_mask' },
      { unlock: '#js_content', style: SELECTABLE },
    ],
  },
  {
    name: 'cnblogs',
    hosts: ['cnblogs.com'],
    steps: [
      { open: '.cnblogs_code_hide', style: { display: 'block' } },
      { hide: '.code_img_closed, .cnblogs_code_collapse' },
      { unlock: '#cnblogs_post_body', style: SELECTABLE },
    ],
  },
  {
    name: 'bilibili',
    hosts: ['bilibili.com'],
    steps: [
      {
        open: '.article-holder.limit, .opus-module-content.limit, .article-content.limit',
        withoutClass: 'limit',
        style: UNFOLDED,
      },
      { click: '.opus-read-more, .opus-module-content__more' },
      { hide: '.bili-mini-mask, .lt-row, .login-tip, .unlogin-popover, .openapp-dialog, .read-more-mask' },
      { unlock: 'html, body', style: SCROLLABLE },
      { unlock: '.article-holder, .opus-module-content, .unable-reprint', style: SELECTABLE },
    ],
  },
  {
    name: 'toutiao',
    hosts: ['toutiao.com', 'toutiaocdn.com'],
    steps: [
      {
        hide: '.login-guide, .ttp-modal-wrapper, .ttp-modal-mask, .login-modal, .open-app-mask, .detail-guide',
      },
      {
        open: '.expand-container, .article-content.folded, .fold-article',
        withoutClass: 'folded',
        style: UNFOLDED,
      },
      { hide: '.expand-button-wrapper, .fold-btn-content, .unfold-field' },
      { unlock: 'html, body', style: SCROLLABLE },
    ],
  },
  {
    name: 'weibo',
    hosts: ['weibo.com', 'weibo.cn'],
    steps: [
      {
        hide: '[node-type="layer_mask"], .layer_login, .woo-modal-wrap:has([class*="login" i]), .m-login-guide',
      },
      {
        open: '.WB_editor_iframe_new, .WB_editor_iframe_word',
        style: { ...UNFOLDED, visibility: 'visible' },
      },
      { hide: '.artical_add_box, .f-art-more' },
      { click: 'span[class^="expand"], a[action-type="fl_unfold"]' },
      { unlock: 'html, body', style: SCROLLABLE },
    ],
  },
]
