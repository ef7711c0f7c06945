// What the relevance of search is judged on: for each topic a two-character word, a compound, English, an identifier, a
// question, and a few sentences that answer it.

export interface Topic {
  /** Two characters. */
  word: string
  /** Four characters or more; its inner pieces cross the borders of words. */
  compound: string
  english: string
  identifier: string
  /** Stands nowhere as it is. */
  question: string
  answer: string
}

const TOPICS_AS_LINES = `
缓存|缓存穿透防护|cache penetration|lookupBloomFilter|如何防止缓存被大量空请求穿透|查询不存在的数据会绕过缓存直达后端。布隆过滤器先判断有无，空请求便到不了那里，穿透随之消失。
容器|容器网络隔离|container isolation|attachVethPair|怎样让容器之间的网络互相隔离|每个容器有自己的网络命名空间，一对虚拟网卡把它接到网桥上。隔离的规则写在网桥旁边。
索引|索引覆盖扫描|covering index|scanCoveringIndex|为什么索引能覆盖查询就不用回表|当索引覆盖了查询所要的列，扫描到此为止，不必回表。代价是写入时多维护几列。
锁表|锁表超时排查|lock timeout|inspectLockQueue|怎么排查数据库里锁表超时的原因|先看谁在等、谁持有。锁表往往来自没有结束的事务，超时只是结果，排查要从最早的那个开始。
编译|编译增量加速|incremental compilation|trackFileDigest|大项目的编译怎样做到增量而加速|记下每个文件的摘要，没有变的就不再编译。增量做得越细，加速越明显，缓存也越大。
正则|正则回溯陷阱|catastrophic backtracking|guardRegexSteps|为什么一条正则会因为回溯卡死服务|嵌套的量词让回溯的次数成倍增长，这是最常见的陷阱。给正则设步数上限，或者换成线性的引擎。
消息|消息重复投递|duplicate delivery|dedupeMessageKey|消息被重复投递时消费者应该怎么处理|至少一次的投递必然有重复。消费者按消息的键去重，处理和记录放在同一个事务里。
日志|日志采样策略|log sampling|sampleErrorFirst|高流量下日志应该如何采样才不漏错误|错误全部留下，成功的按比例采样。策略写在日志库里，比写在每个调用处可靠。
证书|证书自动续期|certificate renewal|renewBeforeExpiry|服务器的证书怎样自动续期不中断|到期前三十天开始续期，新旧证书同时可用。自动任务要有告警，失败三次就通知人。
字体|字体子集裁剪|font subsetting|subsetGlyphTable|网页里的中文字体如何裁剪到子集|一套中文字体有几万个字形，网页只用其中几百个。裁剪出子集再切片，首屏只载一片。
分页|分页游标设计|keyset pagination|encodePageCursor|列表的分页为什么推荐用游标|偏移量越大越慢，插入新行还会错位。游标记住最后一行，分页的设计因此稳定。
压缩|压缩字典训练|compression dictionary|trainZstdDictionary|小文件压缩为什么要先训练字典|单个小文件里没有可以重复的内容。用样本训练字典，压缩率能翻倍。
线程|线程饥饿诊断|thread starvation|dumpBlockedThreads|线程池里的饥饿应该如何诊断|所有线程都在等别的任务，而任务排在同一个池里，这就是饥饿。诊断时看等待图。
权限|权限最小原则|least privilege|dropUnusedScopes|服务账号的权限怎样做到最小|从零开始一项一项地给。权限的最小原则不只是安全，也让审计看得懂。
快照|快照差异存储|snapshot delta|storeSnapshotDelta|同一网页的快照怎样只存差异|相邻版本大半相同，存储差异即可。快照每隔若干版留一个完整的，读取才不会太慢。
爬虫|爬虫礼貌抓取|polite crawling|waitHostInterval|爬虫抓取时怎样礼貌地对待网站|同一主机一次一个请求，间隔由对方的响应时间决定。礼貌的爬虫活得更久。
排版|排版避头尾点|line breaking|breakAtKinsoku|中文排版里的标点怎样避头尾|句号不放行首，引号不放行尾。排版引擎把标点挤压半个字，避开头尾的位置。
时区|时区夏令转换|daylight saving|resolveZoneOffset|跨时区的日程怎样处理夏令时转换|存储用统一时间，显示再换算时区。夏令时转换那天有一小时不存在，另一天有一小时重复。
队列|队列背压控制|queue backpressure|pauseUpstreamReader|队列满了以后应该如何控制上游|队列有上限，满了就让上游停下，这叫背压。没有控制的队列只是把问题推迟。
加密|加密密钥轮换|key rotation|rotateDataKey|数据加密的密钥怎样轮换而不停机|用主密钥加密数据密钥，轮换时只换外面一层。旧数据在读取时顺便重写。
备份|备份恢复演练|restore drill|verifyRestoredRows|为什么备份之后必须做恢复演练|没有恢复过的备份只是愿望。每月演练一次，记录花了多久、少了什么。
渲染|渲染阻塞资源|render blocking|inlineCriticalStyle|哪些资源会阻塞页面的渲染|样式和同步脚本都会阻塞渲染。关键样式内联，其余资源推迟，首屏便早一秒。
代理|代理连接复用|connection reuse|poolUpstreamSocket|反向代理怎样复用到后端的连接|握手比请求还贵，所以代理维持一池连接。复用时要小心对方先关闭。
图片|图片懒加载法|lazy loading|observeImageEntry|长页面里的图片怎样懒加载才不抖动|先按比例占位，进入视口再加载。懒的图片要写明宽高，页面就不抖动。
搜索|搜索结果排序|result ranking|scoreTitleMatch|站内搜索的结果应该怎样排序|标题命中先于正文命中，完整短语先于零散的词。排序还要照顾新旧，但结果的相关在前。
标签|标签合并撤销|tag merging|undoTagMerge|把两个标签合并以后怎样撤销|合并前记下每个链接原来的标签，撤销就是照单放回。别名留着，旧的写法仍找得到。
内存|内存泄漏定位|memory leak|diffHeapSnapshots|长期运行的进程怎样定位内存泄漏|隔一段时间取两次堆，比较哪类对象只增不减。泄漏多半在闭包和全局的表里，定位靠引用链。
事务|事务隔离级别|isolation level|retrySerializable|不同的事务隔离级别各防住什么|读已提交防脏读，可重复读防两次不同，串行化防一切而要重试。级别越高，隔离越贵。
部署|部署灰度发布|canary release|shiftTrafficShare|新版本怎样灰度部署才安全|先给百分之一的流量，指标不变再加倍。灰度发布要能一键回退，部署才敢频繁。
测试|测试随机种子|random seed|shrinkFailingCase|随机测试失败以后怎样重现种子|打印种子，失败时收缩到最小的例子。没有种子的随机测试只会吵闹。
拼音|拼音首字检索|pinyin initials|indexPinyinInitials|输入拼音首字怎样检索到中文标题|标题的每个字取首字母，连成一串建检索。多音字存两种拼音，命中哪个都算。
协议|协议版本协商|version negotiation|pickCommonVersion|通信双方的协议版本怎样协商|各报自己支持的版本，取共同的最高者。协商失败要说明原因，协议才能慢慢退役。
电子|电子墨水刷新|ink refresh|flushPartialFrame|墨水屏阅读器怎样减少全屏刷新|局部刷新快而有残影，每十页全刷一次。电子墨水的波形表决定了刷新的深浅。
摄影|摄影曝光补偿|exposure compensation|meterHighlightZone|逆光摄影时曝光应该怎样补偿|测光表以为一切都是灰的。逆光加一档，雪景加两档，曝光补偿就是告诉它真相。
园艺|园艺堆肥翻动|compost turning|measurePileHeat|家庭园艺的堆肥多久翻动一次|堆心到六十度就翻动，让外面的进到里面。园艺的堆肥三个月可用，气味像森林。
烘焙|烘焙面团发酵|dough fermentation|logStarterRise|冬天烘焙时面团发酵慢怎么办|水温提高五度，时间延长一半。面团看体积不看钟，发酵到两倍再烘焙。
`

export const TOPICS: readonly Topic[] = TOPICS_AS_LINES.trim()
  .split('\n')
  .map((line) => {
    const [word, compound, english, identifier, question, answer] = line.split('|')
    return {
      word: word!,
      compound: compound!,
      english: english!,
      identifier: identifier!,
      question: question!,
      answer: answer!,
    }
  })
