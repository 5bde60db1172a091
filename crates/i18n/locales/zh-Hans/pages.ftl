language-name = 简体中文
page-language = 语言

page-errors = 出现了问题
page-support = 需要帮助？
page-again = 重新开始
page-back = 返回表单

page-start-title = 重置密码
page-start-lead = 请输入您在 { $place } 的账户的电子邮件地址。我们会向您发送验证码。
page-email = 电子邮件地址
page-email-hint = 例如 name@example.com
page-email-missing = 请输入您的电子邮件地址。
page-email-wrong = 这不是电子邮件地址。请与 name@example.com 对照。
page-send = 发送验证码

page-code-title = 请查看您的邮箱
page-code-lead = 如果 { $address } 有对应的账户，含有验证码的邮件已在途中。
page-reference = 邮件上显示编号 { $reference }。
page-code = 邮件中的验证码
page-code-hint = 有效时间为 { $lasts }。空格和短横线不影响输入。
page-code-missing = 请输入邮件中的验证码。
page-code-long = 这比任何验证码都长。请只输入邮件中的验证码。
page-code-wrong = 验证码不正确。您还可以再试 { $count } 次。
page-code-spent = 此验证码已不能使用。请再要一封邮件，或打开已有邮件中的链接。
page-code-expired = 验证码已过期。请再要一封邮件。
page-continue = 继续
page-no-letter = 没有收到邮件？
page-no-letter-help = 也请查看垃圾邮件。只有此地址有对应的账户时才会收到邮件。
page-resend = 再发送一封邮件
page-resend-wait = { $clock } 后可以再发送一封邮件。
page-resent = 如果此地址有对应的账户，另一封邮件已在途中。
page-other-address = 使用其他地址

page-password-title = 选择新密码
page-password-for = 用于 { $address }
page-password = 新密码
page-password-hint = 至少 { $count } 个字符。几个不常见的词既安全又容易记住。
page-password-show = 显示密码
page-password-save = 设置新密码
page-password-missing = 请输入新密码。

page-refused-too-short = 密码太短。至少需要 { $count } 个字符。
page-refused-too-long = 密码太长。最多可有 { $count } 个字符。
page-refused-control-character = 密码中有无法键入的字符，例如换行符或制表符。

page-strength-0 = 非常容易被猜到。
page-strength-1 = 容易被猜到。
page-strength-2 = 可以更强。
page-strength-3 = 强。
page-strength-4 = 非常强。
page-weak-about-you = 其中含有您的地址或本服务名称的一部分。
page-weak-common = 它类似于最常用的密码之一。
page-weak-word = 它只是一个单词。
page-weak-name = 它是一个人名。
page-weak-keys = 它按键盘上的键位排列。
page-weak-repeats = 它是重复的内容。
page-weak-sequence = 它是像 abc 或 6543 这样的序列。
page-weak-date = 它是年份或日期。

page-done-title = 密码已设置
page-done = 您现在可以用新密码登录了。
page-done-letter = 我们也为此给您发送了一封邮件。
page-return = 返回 { $place }

page-lost-title = 此页面已失效
page-lost = 它是在其他浏览器中打开的，或打开的时间太久，或者您的浏览器不保存 Cookie。请重新开始，或打开邮件中的链接。
page-link-over-title = 此链接已失效
page-link-over = 链接只能使用一次，且有时间限制。请重新开始，我们会再给您发送一封邮件。
page-foreign-title = 此表单来自别处
page-foreign = 它不是从我们的页面发送的，或者您的浏览器不保存 Cookie。没有任何更改。请在这里重新开始。
page-many-title = 请求过多
page-many = 您的网络发来了许多请求。请等待 { $lasts }，然后再试。
page-busy-title = 非常繁忙
page-busy = 正在为许多人提供服务。请等待 { $lasts }，然后再试。没有任何更改。
page-failed-title = 我们这里出了问题
page-failed = 这不是您的错，也没有任何更改。请稍后再试。
page-nothing-title = 这里什么都没有
page-nothing = 地址可能缺少了一部分。
page-large-title = 内容太多
page-large = 发送的内容超出了此表单的容量。也许误贴了其他内容。
page-unreadable-title = 无法读取表单
page-unreadable = 表单没有完整送达。没有任何更改。请再试一次。
