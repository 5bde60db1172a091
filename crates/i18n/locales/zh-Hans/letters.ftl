greeting = 您好：

reset-title = 重置您的密码
reset-asked = 有人（可能是您本人）请求重置您在 { $place } 的账户密码。
reset-code = 您的验证码是
reset-code-second = 您也可以使用验证码。您的验证码是
reset-code-use = 请在您请求验证码的地方输入，然后设置新密码。
reset-code-ends = 验证码在 { $lasts }内有效，截止时间为 { $date } { $time }（UTC）。
reset-link = 请打开以下页面设置新密码：
reset-link-second = 您也可以打开以下页面设置新密码：
reset-link-button = 设置新密码
reset-link-ends = 链接在 { $lasts }内有效，截止时间为 { $date } { $time }（UTC）。
reset-keep-code = 任何人拿到验证码，都可以为您的账户设置新密码。请勿告诉他人。
reset-keep-both = 任何人拿到验证码或链接，都可以为您的账户设置新密码。请勿告诉他人。
reset-keep-link = 任何人拿到链接，都可以为您的账户设置新密码。请勿告诉他人。
reset-link-alone = 有人曾试图猜测您账户的验证码，因此验证码暂时停用。链接照常可用。
reset-nobody-asks = 不会有人通过邮件或电话向您索要，我们也不会。
reset-not-you = 如果这不是您的请求，无需任何操作，您的密码不会改变。
reset-first-title = 设置您的密码
reset-first-asked = 有人（可能是您本人）请求为您在 { $place } 的账户设置首个密码。
reset-first-not-you = 如果这不是您的请求，无需任何操作，您的账户不会改变。
reset-both = 有一次密码更改被报告为并非您本人操作。因此这一次需要同时使用链接和验证码。
reset-both-link = 请打开此页面：
reset-both-code = 然后在该页面输入此验证码。您的验证码是
reset-keep-together = 任何人同时拿到两者，都可以为您的账户设置新密码。请勿告诉他人。

asked-at = 请求时间：{ $date } { $time }（UTC）。
asked-from = 请求时间：{ $date } { $time }（UTC），来自网络 { $network }。
reference = 参考编号：{ $reference }

changed-title = 您的密码已更改
changed-when = 您在 { $place } 的账户密码已于 { $date } { $time }（UTC）更改。
changed-by-you = 如果是您本人操作，则无需做任何事。
changed-not-you = 如果不是您本人操作，可能有人正在查看您的邮件。请先保护您的邮箱：更改邮箱密码。然后再次重置您的账户密码，并告知 { $place } 的管理人员。
changed-no-code = 本邮件不含验证码或链接。不会有人通过邮件或电话向您索要验证码。
changed-not-me = 如果不是您本人操作，请在此页面说明，并使新密码失效：
changed-not-me-button = 不是我
changed-mailbox = 也可能有人正在查看您的邮件。请保护您的邮箱：更改邮箱密码。
changed-no-code-link = 本邮件不含验证码。不会有人通过邮件或电话向您索要验证码。

disabled-title = 您的账户已停用
disabled-told = 您的账户已停用，因此无法重置密码。
disabled-ask = 如果您认为这是误会，请咨询 { $support }。
disabled-ask-place = 如果您认为这是误会，请咨询 { $place } 的管理人员。

elsewhere-title = 您的账户没有密码
elsewhere-told-with = 您的账户没有可以重置的密码：您使用 { $provider } 登录。
elsewhere-told = 您的账户没有可以重置的密码：您使用其他方式登录。
elsewhere-do-with = 请前往 { $place }，选择 { $provider } 登录。未作任何更改。
elsewhere-do = 请前往 { $place }，按您以前的方式登录，例如使用您在其他服务的账户。未作任何更改。
elsewhere-ask = 如果这样无法登录，请咨询 { $support }。
elsewhere-ask-place = 如果这样无法登录，请咨询 { $place } 的管理人员。

shared-title = 多个账户使用您的地址
shared-told = { $place } 有多个账户使用此地址，无法判断是指哪一个。因此未发送验证码，也未作任何更改。
shared-ask = 请咨询 { $support }，并说明是哪个账户，例如提供其用户名。请勿将密码告诉任何人。
shared-ask-place = 请咨询 { $place } 的管理人员，并说明是哪个账户，例如提供其用户名。请勿将密码告诉任何人。

told-not-you = 如果这不是您的请求，无需任何操作。

test-title = 测试邮件
test-body = 这是来自 { $place } 服务的测试邮件，由服务管理员发起，表明邮件可以送达此邮箱。邮件中没有验证码，您无需做任何事。

span-seconds = { $count } 秒
span-minutes = { $count } 分钟
span-hours = { $count } 小时
span-days = { $count } 天
