import type { Topic } from './topic.ts'

/** Topics of users who write in Chinese. */
export const chineseTopics: readonly Topic[] = [
  {
    area: 'orders',
    questions: ['我的订单 {order} 到哪里了？', '订单{order}怎么还没到，都等了好几天了'],
    answers: [
      '您好，订单 {order} 已经从{city}仓库发出，预计 {days} 个工作日内送达。您可以在"我的订单"里查看实时物流。',
      '帮您查到了：包裹目前在{city}转运中心，因天气原因略有延误，最晚 {days} 天内送到，给您添麻烦了。',
    ],
  },
  {
    area: 'orders',
    questions: ['{product}不喜欢，可以退货吗？', '请问{product}怎么申请退货'],
    answers: [
      '可以的。签收后七天内、包装完好即可无理由退货。请在订单 {order} 中点击"申请售后"，快递员会上门取件，收到后原路退回 {amount}。',
    ],
  },
  {
    area: 'orders',
    questions: ['收到的{product}是坏的，照片发你了', '{product}外壳有裂痕，看图'],
    answers: [
      '非常抱歉！照片已经收到，我为订单 {order} 登记了质量问题。您可以选择换新，或者退款 {amount}，请问您希望怎么处理？',
    ],
    attachment: 'Image',
  },
  {
    area: 'orders',
    questions: ['能帮我改一下收货地址吗？订单{order}', '我搬到{city}了，订单还能改地址吗'],
    answers: [
      '订单 {order} 还没有出库，可以修改。请在两小时内到"我的订单"里更新为新的地址，出库之后就只能联系快递改派了。',
    ],
  },
  {
    area: 'orders',
    questions: ['怎么开发票？要公司抬头', '订单{order}的发票抬头写错了，能重开吗'],
    answers: [
      '可以重开。请在"发票管理"中填写公司名称和税号，选择订单 {order} 后点击"重新开具"，金额 {amount} 的电子发票会在几分钟内发到您的邮箱。',
    ],
    attachment: 'File',
  },
  {
    area: 'orders',
    questions: ['退款什么时候到账？', '货都退回去了，{amount}怎么还没退'],
    answers: ['您的退款 {amount} 今天上午已经提交，银行处理一般需要 {days} 个工作日，请留意原支付账户。'],
  },
  {
    area: 'orders',
    questions: ['{product}保修多久？', '{product}过了一年还能修吗'],
    answers: ['{product}整机保修两年，从签收当天算起，电池保修一年。人为损坏不在保修范围内，但可以付费维修。'],
  },
  {
    area: 'account',
    questions: ['忘记密码了怎么办', '重置密码的链接打不开'],
    answers: [
      '请在登录页点击"忘记密码"，输入注册邮箱或手机号。链接三十分钟内有效，只能使用一次。如果没有收到，请检查垃圾邮件。',
      '我刚给您发送了一封重置密码的邮件，链接三十分钟内有效，请在同一台设备上打开。',
    ],
  },
  {
    area: 'account',
    questions: ['一直收不到验证码', '验证码发了三次都没收到，急'],
    answers: [
      '请先确认手机没有拦截短信，并且信号正常。同一个号码每小时最多发送五次，您可以稍等几分钟，或者改用语音验证码。',
    ],
    attachment: 'Voice',
  },
  {
    area: 'account',
    questions: ['怎么换绑手机号？', '手机号不用了，账号还能登录吗'],
    answers: [
      '可以。进入"账号与安全"，选择"更换手机号"，验证身份后输入新号码即可。旧号码不能接收短信时，请用邮箱验证。',
    ],
  },
  {
    area: 'account',
    questions: ['会员怎么取消自动续费', '上个月忘了取消会员，{amount}能退吗'],
    answers: [
      '在"我的会员"里关闭"自动续费"就可以了，当前会员可用到期末。续费后七天内没有使用过权益的，可以全额退回 {amount}。',
    ],
  },
  {
    area: 'account',
    questions: ['积分怎么兑换？', '我的优惠券用不了'],
    answers: [
      '每 100 积分可以抵 1 元，结算时勾选"使用积分"。优惠券请留意使用门槛和有效期，满 {amount} 才能使用的券不能叠加。',
    ],
  },
  {
    area: 'it',
    questions: ['公司 VPN 连不上', '在{city}出差，VPN 老是掉线'],
    answers: [
      '我看到您的 VPN 客户端版本比较旧。请在软件中心更新并重启，然后选择离{city}最近的网关。工单先保留，等您确认恢复后再关闭。',
    ],
  },
  {
    area: 'it',
    questions: ['三楼打印机打出来是白纸', '打印机显示脱机'],
    answers: ['已经帮您重启打印队列，测试页正常。如果还是白纸，说明墨盒快用完了，备用墨盒在文印室的柜子里。'],
  },
  {
    area: 'it',
    questions: ['申请一个测试环境的数据库账号', '能给我开一下财务共享盘的权限吗'],
    answers: ['已经提交给负责人审批，一般 {days} 小时内会有结果，通过后您会收到邮件通知。'],
  },
  {
    area: 'it',
    questions: ['电脑很卡，开个表格要半分钟', '笔记本风扇一直响，很烫'],
    answers: [
      '检测到磁盘只剩 3% 的空间，我先帮您清理了临时文件。另外内存偏小，已经申请加一条 16 GB 的内存，大约 {days} 天到货。',
    ],
  },
  {
    area: 'it',
    questions: ['接口从早上开始一直报 429，日志在附件', '接口限流是多少？日志发你看下'],
    answers: [
      '您的密钥每分钟允许 600 次请求，日志里高峰接近 900 次。建议按 `Retry-After` 的秒数等待后重试，也可以申请提高额度。',
    ],
    attachment: 'File',
  },
  {
    area: 'thanks',
    questions: ['好的，谢谢', '明白了，谢谢你！', '可以了，没有别的问题了', '👌'],
    answers: ['不客气！还有其他可以帮您的吗？', '很高兴能帮到您，祝您生活愉快！'],
  },
]
