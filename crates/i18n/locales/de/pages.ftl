language-name = Deutsch
page-language = Sprache

page-errors = Da stimmt etwas nicht
page-support = Brauchen Sie Hilfe?
page-again = Von vorn beginnen
page-back = Zurück zum Formular

page-start-title = Passwort zurücksetzen
page-start-lead = Geben Sie die E-Mail-Adresse Ihres Kontos bei { $place } ein. Wir schicken Ihnen einen Code.
page-email = E-Mail-Adresse
page-email-hint = Zum Beispiel name@example.com
page-email-missing = Geben Sie Ihre E-Mail-Adresse ein.
page-email-wrong = Das ist keine E-Mail-Adresse. Vergleichen Sie sie mit name@example.com.
page-send = Code senden

page-code-title = Sehen Sie in Ihr Postfach
page-code-lead = Wenn es zu { $address } ein Konto gibt, ist eine Nachricht mit einem Code unterwegs.
page-reference = Die Nachricht trägt das Kennzeichen { $reference }.
page-code = Code aus der Nachricht
page-code-hint = Er gilt { $lasts } lang. Leerzeichen und Bindestriche spielen keine Rolle.
page-code-missing = Geben Sie den Code aus der Nachricht ein.
page-code-long = Das ist länger als jeder Code. Geben Sie nur den Code aus der Nachricht ein.
page-code-wrong = Das ist nicht der Code. { $count ->
    [one] Sie haben noch einen Versuch.
   *[other] Sie haben noch { $count } Versuche.
}
page-code-spent = Dieser Code kann nicht mehr verwendet werden. Fordern Sie eine weitere Nachricht an, oder öffnen Sie den Link in der vorhandenen.
page-code-expired = Der Code ist abgelaufen. Fordern Sie eine weitere Nachricht an.
page-continue = Weiter
page-no-letter = Keine Nachricht erhalten?
page-no-letter-help = Sehen Sie auch im Spam-Ordner nach. Eine Nachricht kommt nur, wenn es zu dieser Adresse ein Konto gibt.
page-resend = Weitere Nachricht senden
page-resend-wait = Eine weitere Nachricht kann in { $clock } gesendet werden.
page-resent = Wenn es zu dieser Adresse ein Konto gibt, ist eine weitere Nachricht unterwegs.
page-other-address = Andere Adresse verwenden

page-password-title = Neues Passwort wählen
page-password-for = Für { $address }
page-password = Neues Passwort
page-password-hint = { $count ->
    [one] Mindestens ein Zeichen. Einige ungewöhnliche Wörter sind sicher und leicht zu merken.
   *[other] Mindestens { $count } Zeichen. Einige ungewöhnliche Wörter sind sicher und leicht zu merken.
}
page-password-show = Passwort anzeigen
page-password-save = Neues Passwort festlegen
page-password-missing = Geben Sie ein neues Passwort ein.
page-link-both = Eine Änderung Ihres Passworts wurde als nicht von Ihnen gemeldet. Darum ist hier auch der Code aus der Nachricht nötig.
page-link-code-hint = Er steht in der Nachricht, deren Link Sie geöffnet haben. Leerzeichen und Striche spielen keine Rolle.

page-refused-too-short = { $count ->
    [one] Das Passwort ist zu kurz. Es braucht mindestens ein Zeichen.
   *[other] Das Passwort ist zu kurz. Es braucht mindestens { $count } Zeichen.
}
page-refused-too-long = { $count ->
    [one] Das Passwort ist zu lang. Es darf ein Zeichen haben.
   *[other] Das Passwort ist zu lang. Es darf { $count } Zeichen haben.
}
page-refused-control-character = Das Passwort enthält ein Zeichen, das man nicht tippen kann, etwa einen Zeilenumbruch oder Tabulator.
page-refused-common = Dieses Passwort wird zuerst ausprobiert oder steht auf einer Liste bekannter Passwörter. Wählen Sie ein anderes.
page-refused-about-you = Ohne Ihre Adresse oder den Namen dieses Dienstes bleibt von dem Passwort wenig übrig. Wählen Sie ein anderes.
page-refused-the-code = Ohne den Code aus der Nachricht bleibt von dem Passwort wenig übrig. Wählen Sie ein anderes.
page-refused-breached = Dieses Passwort ist durch ein Datenleck bekannt geworden. Wählen Sie ein anderes, und ändern Sie es überall, wo Sie es verwenden.

page-strength-0 = Sehr leicht zu erraten.
page-strength-1 = Leicht zu erraten.
page-strength-2 = Könnte stärker sein.
page-strength-3 = Stark.
page-strength-4 = Sehr stark.
page-weak-about-you = Es enthält einen Teil Ihrer Adresse oder des Namens dieses Dienstes.
page-weak-common = Es gleicht einem der meistbenutzten Passwörter.
page-weak-word = Es ist ein einzelnes Wort.
page-weak-name = Es ist ein Name.
page-weak-keys = Es folgt den Tasten der Tastatur.
page-weak-repeats = Es wiederholt sich.
page-weak-sequence = Es ist eine Folge wie abc oder 6543.
page-weak-date = Es ist eine Jahreszahl oder ein Datum.

page-done-title = Ihr Passwort ist festgelegt
page-done = Sie können sich jetzt mit Ihrem neuen Passwort anmelden.
page-done-letter = Wir haben Ihnen auch eine Nachricht darüber geschickt.
page-return = Zurück zu { $place }

page-not-me-title = Waren Sie das nicht?
page-not-me-lead = Das Passwort Ihres Kontos bei { $place } wurde geändert. Wenn Sie das nicht waren, beenden Sie dieses Passwort hier.
page-not-me-ends = Es gilt dann sofort nicht mehr, und das frühere kommt nicht zurück. Auch Codes und Links, die unterwegs sind, enden.
page-not-me-then = Danach wählen Sie ein neues Passwort. Dieses eine Mal sind Link und Code einer neuen Nachricht zusammen nötig.
page-not-me-mailbox = Sichern Sie zuerst Ihr Postfach: Ändern Sie dessen Passwort.
page-not-me-you = Wenn Sie es waren, schließen Sie diese Seite. Es wurde nichts geändert.
page-not-me-do = Das war ich nicht: Passwort beenden
page-not-me-done-title = Das Passwort gilt nicht mehr
page-not-me-done = Niemand kann sich mehr damit anmelden.
page-not-me-next = Neues Passwort wählen
page-not-me-expired = Er gilt 72 Stunden nach der Änderung. Wenn Sie Ihr Passwort nicht kennen, beginnen Sie neu und wählen Sie eines.
page-not-me-used = Er wurde verwendet, und das Passwort gilt nicht mehr. Beginnen Sie neu und wählen Sie eines: Link und Code der Nachricht sind zusammen nötig.
page-not-me-changed = Das Passwort wurde seitdem noch einmal geändert. Auch darüber gibt es eine Nachricht, mit einem eigenen Link.
page-not-me-unknown = Vielleicht fehlt ein Teil der Adresse. Öffnen Sie den Link in der Nachricht noch einmal.

page-lost-title = Diese Seite gilt nicht mehr
page-lost = Sie wurde in einem anderen Browser oder vor zu langer Zeit geöffnet, oder Ihr Browser behält keine Cookies. Beginnen Sie von vorn, oder öffnen Sie den Link in der Nachricht.
page-link-over-title = Dieser Link gilt nicht mehr
page-link-over = Ein Link gilt einmal und für begrenzte Zeit. Beginnen Sie von vorn, dann schicken wir Ihnen eine weitere Nachricht.
page-foreign-title = Dieses Formular kam von anderswo
page-foreign = Es wurde nicht von einer unserer Seiten gesendet, oder Ihr Browser behält keine Cookies. Es wurde nichts geändert. Beginnen Sie hier von vorn.
page-many-title = Zu viele Anfragen
page-many = Aus Ihrem Netz kamen viele Anfragen. Bitte warten Sie { $lasts }, und versuchen Sie es dann noch einmal.
page-work = Oder lassen Sie dieses Gerät für einen weiteren Versuch arbeiten: das dauert einige Sekunden.
page-work-button = Arbeiten lassen
page-work-busy = Es arbeitet …
page-work-failed = Das hat nicht geklappt. Bitte warten Sie stattdessen.
page-busy-title = Viel Betrieb
page-busy = Gerade werden viele Menschen bedient. Bitte warten Sie { $lasts }, und versuchen Sie es dann noch einmal. Es wurde nichts geändert.
page-failed-title = Hier ist etwas schiefgegangen
page-failed = Es liegt nicht an Ihnen, und es wurde nichts geändert. Bitte versuchen Sie es später noch einmal.
page-nothing-title = Hier ist nichts
page-nothing = Vielleicht fehlt ein Teil der Adresse.
page-large-title = Das war zu viel
page-large = Es wurde mehr gesendet, als in dieses Formular passt. Vielleicht wurde aus Versehen etwas anderes eingefügt.
page-unreadable-title = Das Formular war nicht lesbar
page-unreadable = Es kam nicht vollständig an. Es wurde nichts geändert. Bitte versuchen Sie es noch einmal.
