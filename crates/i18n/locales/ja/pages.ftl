language-name = 日本語
page-language = 言語

page-errors = 問題があります
page-support = お困りですか？
page-again = 最初からやり直す
page-back = フォームに戻る

page-start-title = パスワードの再設定
page-start-lead = { $place } のアカウントのメールアドレスを入力してください。コードをお送りします。
page-email = メールアドレス
page-email-hint = 例：name@example.com
page-email-missing = メールアドレスを入力してください。
page-email-wrong = メールアドレスではありません。name@example.com の形と見比べてください。
page-send = コードを送る

page-code-title = メールをご確認ください
page-code-lead = { $address } のアカウントがあれば、コードを記したメールをお送りしています。
page-reference = メールには参照番号 { $reference } が記されています。
page-code = メールに記されたコード
page-code-hint = { $lasts }有効です。空白やハイフンはあってもかまいません。
page-code-missing = メールに記されたコードを入力してください。
page-code-long = どのコードよりも長い入力です。メールに記されたコードだけを入力してください。
page-code-wrong = コードが違います。あと { $count } 回試せます。
page-code-spent = このコードはもう使えません。もう一度メールを送るか、お手元のメールのリンクを開いてください。
page-code-expired = コードの有効期限が切れました。もう一度メールを送ってください。
page-continue = 次へ
page-no-letter = メールが届きませんか？
page-no-letter-help = 迷惑メールもご確認ください。メールは、このアドレスのアカウントがある場合にだけ届きます。
page-resend = もう一度メールを送る
page-resend-wait = あと { $clock } でもう一度メールを送れます。
page-resent = このアドレスのアカウントがあれば、もう一度メールをお送りしています。
page-other-address = 別のアドレスを使う

page-password-title = 新しいパスワードを選んでください
page-password-for = { $address } 用
page-password = 新しいパスワード
page-password-hint = { $count } 文字以上。珍しい単語をいくつか並べると、強くて覚えやすくなります。
page-password-show = パスワードを表示
page-password-save = 新しいパスワードを設定する
page-password-missing = 新しいパスワードを入力してください。

page-refused-too-short = パスワードが短すぎます。{ $count } 文字以上必要です。
page-refused-too-long = パスワードが長すぎます。{ $count } 文字までです。
page-refused-control-character = パスワードに、改行やタブなど入力できない文字が含まれています。

page-strength-0 = とても推測されやすいパスワードです。
page-strength-1 = 推測されやすいパスワードです。
page-strength-2 = もっと強くできます。
page-strength-3 = 強いパスワードです。
page-strength-4 = とても強いパスワードです。
page-weak-about-you = アドレスやこのサービスの名前の一部が含まれています。
page-weak-common = よく使われるパスワードに似ています。
page-weak-word = 一つの単語だけです。
page-weak-name = 人の名前です。
page-weak-keys = キーボードの並びのとおりです。
page-weak-repeats = 同じものの繰り返しです。
page-weak-sequence = abc や 6543 のような並びです。
page-weak-date = 年または日付です。

page-done-title = パスワードを設定しました
page-done = 新しいパスワードでログインできます。
page-done-letter = お知らせのメールもお送りしました。
page-return = { $place } に戻る

page-lost-title = このページは無効になりました
page-lost = 別のブラウザーで開かれたか、時間が経ちすぎたか、ブラウザーが Cookie を保存していません。最初からやり直すか、メールのリンクを開いてください。
page-link-over-title = このリンクはもう使えません
page-link-over = リンクが使えるのは一度だけで、期限があります。最初からやり直すと、もう一度メールをお送りします。
page-foreign-title = このフォームは別の場所から送られました
page-foreign = 当サービスのページから送られていないか、ブラウザーが Cookie を保存していません。何も変更されていません。ここから最初にお戻りください。
page-many-title = リクエストが多すぎます
page-many = お使いのネットワークから多くのリクエストがありました。{ $lasts }待ってから、もう一度お試しください。
page-busy-title = たいへん混み合っています
page-busy = 多くの方が利用中です。{ $lasts }待ってから、もう一度お試しください。何も変更されていません。
page-failed-title = こちらで問題が起きました
page-failed = お客様のせいではなく、何も変更されていません。後ほどもう一度お試しください。
page-nothing-title = ここには何もありません
page-nothing = アドレスの一部が欠けているのかもしれません。
page-large-title = 送信内容が多すぎます
page-large = このフォームに入る量を超えています。誤って別のものを貼り付けたのかもしれません。
page-unreadable-title = フォームを読み取れませんでした
page-unreadable = 途中までしか届きませんでした。何も変更されていません。もう一度お試しください。
