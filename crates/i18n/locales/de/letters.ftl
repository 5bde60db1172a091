greeting = Guten Tag!

reset-title = Passwort zurücksetzen
reset-asked = Jemand, vermutlich Sie selbst, möchte das Passwort Ihres Kontos bei { $place } zurücksetzen.
reset-code = Ihr Code lautet
reset-code-second = Oder verwenden Sie den Code. Ihr Code lautet
reset-code-use = Geben Sie ihn dort ein, wo Sie ihn angefordert haben, und wählen Sie ein neues Passwort.
reset-code-ends = Er gilt { $lasts } lang, bis { $date }, { $time } Uhr (UTC).
reset-link = Auf dieser Seite wählen Sie ein neues Passwort:
reset-link-second = Oder wählen Sie auf dieser Seite ein neues Passwort:
reset-link-button = Neues Passwort wählen
reset-link-ends = Der Link gilt { $lasts } lang, bis { $date }, { $time } Uhr (UTC).
reset-keep-code = Wer den Code hat, kann ein neues Passwort für Ihr Konto festlegen. Geben Sie ihn nicht weiter.
reset-keep-both = Wer den Code oder den Link hat, kann ein neues Passwort für Ihr Konto festlegen. Geben Sie beides nicht weiter.
reset-keep-link = Wer den Link hat, kann ein neues Passwort für Ihr Konto festlegen. Geben Sie ihn nicht weiter.
reset-link-alone = Codes sind für Ihr Konto eine Zeit lang abgeschaltet, weil jemand sie zu erraten versucht hat. Der Link funktioniert wie immer.
reset-nobody-asks = Niemand wird Sie danach fragen: nicht per E-Mail, nicht am Telefon, und auch wir nicht.
reset-not-you = Wenn Sie das nicht angefordert haben, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.
reset-first-title = Passwort festlegen
reset-first-asked = Jemand, vermutlich Sie selbst, möchte das erste Passwort Ihres Kontos bei { $place } festlegen.
reset-first-not-you = Wenn Sie das nicht angefordert haben, brauchen Sie nichts zu tun: Ihr Konto bleibt, wie es ist.
reset-both = Eine Änderung Ihres Passworts wurde als nicht von Ihnen gemeldet. Darum sind dieses Mal Link und Code zusammen nötig.
reset-both-link = Öffnen Sie diese Seite:
reset-both-code = Geben Sie dort diesen Code ein. Ihr Code lautet
reset-keep-together = Wer beides hat, kann ein neues Passwort für Ihr Konto festlegen. Geben Sie beides nicht weiter.

asked-at = Angefordert am { $date } um { $time } Uhr (UTC).
asked-from = Angefordert am { $date } um { $time } Uhr (UTC) aus dem Netz { $network }.
reference = Kennzeichen: { $reference }

changed-title = Ihr Passwort wurde geändert
changed-when = Das Passwort Ihres Kontos bei { $place } wurde am { $date } um { $time } Uhr (UTC) geändert.
changed-by-you = Wenn Sie das waren, brauchen Sie nichts zu tun.
changed-not-you = Wenn Sie es nicht waren, liest vielleicht jemand Ihre E-Mails mit. Sichern Sie zuerst Ihr Postfach: Ändern Sie dessen Passwort. Setzen Sie danach das Passwort Ihres Kontos noch einmal zurück, und wenden Sie sich an die Betreiber von { $place }.
changed-no-code = Diese Nachricht enthält weder Code noch Link. Niemand wird Sie nach einem Code fragen: nicht per E-Mail und nicht am Telefon.
changed-not-me = Wenn Sie es nicht waren, sagen Sie es auf dieser Seite und beenden Sie das neue Passwort:
changed-not-me-button = Das war ich nicht
changed-mailbox = Vielleicht liest auch jemand Ihre E-Mails mit. Sichern Sie Ihr Postfach: Ändern Sie dessen Passwort.
changed-no-code-link = Diese Nachricht enthält keinen Code. Niemand wird Sie nach einem Code fragen: nicht per E-Mail und nicht am Telefon.

disabled-title = Ihr Konto ist gesperrt
disabled-told = Ihr Konto ist gesperrt; deshalb lässt sich sein Passwort nicht zurücksetzen.
disabled-ask = Wenn Sie das für einen Irrtum halten, wenden Sie sich an { $support }.
disabled-ask-place = Wenn Sie das für einen Irrtum halten, wenden Sie sich an die Betreiber von { $place }.

elsewhere-title = Ihr Konto hat kein Passwort
elsewhere-told-with = Ihr Konto hat kein Passwort, das sich zurücksetzen ließe: Sie melden sich mit { $provider } an.
elsewhere-told = Ihr Konto hat kein Passwort, das sich zurücksetzen ließe: Sie melden sich auf einem anderen Weg an.
elsewhere-do-with = Gehen Sie zu { $place } und wählen Sie zum Anmelden { $provider }. Es wurde nichts geändert.
elsewhere-do = Gehen Sie zu { $place } und melden Sie sich an wie bisher, zum Beispiel mit Ihrem Konto bei einem anderen Dienst. Es wurde nichts geändert.
elsewhere-ask = Wenn Sie so nicht hineinkommen, wenden Sie sich an { $support }.
elsewhere-ask-place = Wenn Sie so nicht hineinkommen, wenden Sie sich an die Betreiber von { $place }.

shared-title = Mehrere Konten haben Ihre Adresse
shared-told = Mehrere Konten bei { $place } haben diese Adresse, und es lässt sich nicht erkennen, welches gemeint ist. Darum wurde kein Code gesendet und nichts geändert.
shared-ask = Wenden Sie sich an { $support } und sagen Sie, welches Konto Sie meinen, zum Beispiel mit dessen Benutzernamen. Nennen Sie niemandem ein Passwort.
shared-ask-place = Wenden Sie sich an die Betreiber von { $place } und sagen Sie, welches Konto Sie meinen, zum Beispiel mit dessen Benutzernamen. Nennen Sie niemandem ein Passwort.

told-not-you = Wenn Sie das nicht angefordert haben, brauchen Sie nichts zu tun.

test-title = Testnachricht
test-body = Dies ist eine Testnachricht des Dienstes bei { $place }. Sein Betreiber hat sie angefordert; sie zeigt, dass der Weg zu diesem Postfach frei ist. Sie enthält keinen Code, und es ist nichts zu tun.

span-seconds = { $count ->
    [one] { $count } Sekunde
   *[other] { $count } Sekunden
}
span-minutes = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
}
span-hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
span-days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}
