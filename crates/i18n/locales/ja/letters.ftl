greeting = こんにちは。

reset-title = パスワードの再設定
reset-asked = { $place } のお客様のアカウントについて、パスワード再設定の依頼がありました。おそらくお客様ご本人によるものです。
reset-code = コードは次のとおりです。
reset-code-second = コードを使うこともできます。コードは次のとおりです。
reset-code-use = コードを請求した画面に入力し、新しいパスワードを設定してください。
reset-code-ends = 有効時間は{ $lasts }、{ $date } { $time }（UTC）までです。
reset-link = 次のページを開いて、新しいパスワードを設定してください。
reset-link-second = 次のページを開いて、新しいパスワードを設定することもできます。
reset-link-button = 新しいパスワードを設定する
reset-link-ends = リンクの有効時間は{ $lasts }、{ $date } { $time }（UTC）までです。
reset-keep-code = コードを知っている人は、お客様のアカウントに新しいパスワードを設定できます。誰にも教えないでください。
reset-keep-both = コードまたはリンクを知っている人は、お客様のアカウントに新しいパスワードを設定できます。誰にも教えないでください。
reset-keep-link = リンクを知っている人は、お客様のアカウントに新しいパスワードを設定できます。誰にも教えないでください。
reset-link-alone = 第三者がコードを推測しようとしたため、お客様のアカウントではしばらくコードを使用できません。リンクは通常どおりご利用いただけます。
reset-nobody-asks = メールや電話でお尋ねすることは一切ありません。当方からお尋ねすることもありません。
reset-not-you = お心当たりがない場合は、何もする必要はありません。パスワードは変わりません。
reset-first-title = パスワードの設定
reset-first-asked = { $place } のお客様のアカウントについて、最初のパスワードを設定する依頼がありました。おそらくお客様ご本人によるものです。
reset-first-not-you = お心当たりがない場合は、何もする必要はありません。アカウントは変わりません。
reset-both = お客様によるものではないパスワード変更があったと届け出られています。そのため今回は、リンクとコードの両方が必要です。
reset-both-link = このページを開いてください。
reset-both-code = 次に、そこにこのコードを入力してください。コードは次のとおりです。
reset-keep-together = 両方を知っている人は、お客様のアカウントに新しいパスワードを設定できます。誰にも教えないでください。

asked-at = 依頼日時：{ $date } { $time }（UTC）
asked-from = 依頼日時：{ $date } { $time }（UTC）、依頼元のネットワーク：{ $network }
reference = 照会番号：{ $reference }

changed-title = パスワードが変更されました
changed-when = { $place } のお客様のアカウントのパスワードが、{ $date } { $time }（UTC）に変更されました。
changed-by-you = お客様ご自身による変更であれば、何もする必要はありません。
changed-not-you = お心当たりがない場合は、誰かがお客様のメールを読んでいるおそれがあります。まずメールのパスワードを変更して、メールボックスを安全にしてください。そのあとアカウントのパスワードをもう一度再設定し、{ $place } の運営者にお知らせください。
changed-no-code = このメールにはコードもリンクも含まれていません。メールや電話でコードをお尋ねすることは一切ありません。
changed-not-me = お心当たりがない場合は、このページで知らせて、新しいパスワードを無効にしてください。
changed-not-me-button = 私ではありません
changed-mailbox = 誰かがお客様のメールを読んでいるおそれもあります。メールのパスワードを変更して、メールボックスを安全にしてください。
changed-no-code-link = このメールにはコードは含まれていません。メールや電話でコードをお尋ねすることは一切ありません。

disabled-title = アカウントは停止されています
disabled-told = お客様のアカウントは停止されているため、パスワードを再設定できません。
disabled-ask = 間違いだと思われる場合は、{ $support } にお尋ねください。
disabled-ask-place = 間違いだと思われる場合は、{ $place } の運営者にお尋ねください。
disabled-not-you = お心当たりがない場合は、何もする必要はありません。

test-title = テストメール
test-body = これは { $place } のサービスからのテストメールです。運営者の依頼により送信されたもので、このメールボックスにメールが届くことを示しています。コードは含まれておらず、何もする必要はありません。

span-seconds = { $count }秒
span-minutes = { $count }分
span-hours = { $count }時間
span-days = { $count }日
