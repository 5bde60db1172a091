language-name = Nederlands
page-language = Taal

page-errors = Er is een probleem
page-support = Hulp nodig?
page-again = Opnieuw beginnen
page-back = Terug naar het formulier

page-start-title = Uw wachtwoord herstellen
page-start-lead = Typ het e-mailadres van uw account bij { $place }. We sturen u een code.
page-email = E-mailadres
page-email-hint = Bijvoorbeeld naam@example.com
page-email-missing = Typ uw e-mailadres.
page-email-wrong = Dit is geen e-mailadres. Vergelijk het met naam@example.com.
page-send = De code sturen

page-code-title = Kijk in uw mailbox
page-code-lead = Als er een account is voor { $address }, is er een bericht met een code onderweg.
page-reference = Het bericht toont het kenmerk { $reference }.
page-code = Code uit het bericht
page-code-hint = Hij werkt { $lasts }. Spaties en streepjes maken niet uit.
page-code-missing = Typ de code uit het bericht.
page-code-long = Dit is langer dan welke code ook. Typ alleen de code uit het bericht.
page-code-wrong = Dit is niet de code. { $count ->
    [one] U hebt nog één poging.
   *[other] U hebt nog { $count } pogingen.
}
page-code-spent = Deze code kan niet meer worden gebruikt. Vraag om een nieuw bericht, of open de link in het bericht dat u hebt.
page-code-expired = De code is verlopen. Vraag om een nieuw bericht.
page-continue = Verder
page-no-letter = Geen bericht?
page-no-letter-help = Kijk ook bij de ongewenste mail. Er komt alleen een bericht als er een account is voor dit adres.
page-resend = Nog een bericht sturen
page-resend-wait = Over { $clock } kan er nog een bericht worden gestuurd.
page-resent = Als er een account is voor dit adres, is er nog een bericht onderweg.
page-other-address = Een ander adres gebruiken

page-password-title = Kies een nieuw wachtwoord
page-password-for = Voor { $address }
page-password = Nieuw wachtwoord
page-password-hint = { $count ->
    [one] Minstens één teken. Een paar ongewone woorden zijn sterk en makkelijk te onthouden.
   *[other] Minstens { $count } tekens. Een paar ongewone woorden zijn sterk en makkelijk te onthouden.
}
page-password-show = Het wachtwoord tonen
page-password-save = Het nieuwe wachtwoord instellen
page-password-missing = Typ een nieuw wachtwoord.
page-link-both = Een wijziging van uw wachtwoord is gemeld als niet van u. Daarom is hier ook de code uit het bericht nodig.
page-link-code-hint = Hij staat in het bericht waarvan u de link hebt geopend. Spaties en streepjes maken niet uit.

page-refused-too-short = { $count ->
    [one] Het wachtwoord is te kort. Het heeft minstens één teken nodig.
   *[other] Het wachtwoord is te kort. Het heeft minstens { $count } tekens nodig.
}
page-refused-too-long = { $count ->
    [one] Het wachtwoord is te lang. Het mag één teken hebben.
   *[other] Het wachtwoord is te lang. Het mag { $count } tekens hebben.
}
page-refused-control-character = In het wachtwoord staat een teken dat niet te typen is, zoals een regeleinde of een tab.
page-refused-common = Dit wachtwoord wordt als eerste geprobeerd of staat op een lijst van bekende wachtwoorden. Kies een ander.
page-refused-about-you = Zonder uw adres of de naam van deze dienst blijft er weinig van het wachtwoord over. Kies een ander.
page-refused-the-code = Zonder de code uit het bericht blijft er weinig van het wachtwoord over. Kies een ander.
page-refused-breached = Dit wachtwoord is door een datalek bekend geworden. Kies een ander en wijzig het overal waar u het gebruikt.

page-strength-0 = Heel makkelijk te raden.
page-strength-1 = Makkelijk te raden.
page-strength-2 = Kan sterker.
page-strength-3 = Sterk.
page-strength-4 = Heel sterk.
page-weak-about-you = Er staat een deel van uw adres of van de naam van deze dienst in.
page-weak-common = Het lijkt op een van de meest gebruikte wachtwoorden.
page-weak-word = Het is één enkel woord.
page-weak-name = Het is een naam.
page-weak-keys = Het volgt de toetsen van het toetsenbord.
page-weak-repeats = Het herhaalt zich.
page-weak-sequence = Het is een reeks, zoals abc of 6543.
page-weak-date = Het is een jaartal of een datum.

page-done-title = Uw wachtwoord is ingesteld
page-done = U kunt nu inloggen met uw nieuwe wachtwoord.
page-done-letter = We hebben u er ook een bericht over gestuurd.
page-return = Terug naar { $place }

page-not-me-title = Was u dit niet?
page-not-me-lead = Het wachtwoord van uw account bij { $place } is gewijzigd. Was u dit niet? Beëindig dat wachtwoord dan hier.
page-not-me-ends = Het werkt dan meteen niet meer, en het vorige komt niet terug. Codes en links die onderweg zijn, vervallen ook.
page-not-me-then = Kies daarna een nieuw wachtwoord. Deze ene keer zijn de link en de code van een nieuw bericht samen nodig.
page-not-me-mailbox = Beveilig eerst uw mailbox: wijzig het wachtwoord daarvan.
page-not-me-you = Was u het wel? Sluit dan deze pagina. Er is niets gewijzigd.
page-not-me-do = Dit was ik niet: beëindig het wachtwoord
page-not-me-done-title = Het wachtwoord is beëindigd
page-not-me-done = Niemand kan er nog mee inloggen.
page-not-me-next = Kies een nieuw wachtwoord
page-not-me-expired = Hij werkt tot 72 uur na de wijziging. Weet u uw wachtwoord niet? Begin opnieuw en kies een nieuw wachtwoord.
page-not-me-used = Hij is gebruikt en het wachtwoord is beëindigd. Begin opnieuw en kies een nieuw wachtwoord: de link en de code van het bericht zijn samen nodig.
page-not-me-changed = Het wachtwoord is sindsdien nog eens gewijzigd. Ook daarover is er een bericht, met een eigen link.
page-not-me-unknown = Misschien ontbreekt een deel van het adres. Open de link in het bericht nog een keer.

page-lost-title = Deze pagina geldt niet meer
page-lost = Ze werd in een andere browser of te lang geleden geopend, of uw browser bewaart geen cookies. Begin opnieuw, of open de link in het bericht.
page-link-over-title = Deze link werkt niet meer
page-link-over = Een link werkt één keer en voor beperkte tijd. Begin opnieuw, dan sturen we u nog een bericht.
page-foreign-title = Dit formulier kwam van elders
page-foreign = Het werd niet vanaf een van onze pagina’s verstuurd, of uw browser bewaart geen cookies. Er is niets gewijzigd. Begin hier opnieuw.
page-many-title = Te veel verzoeken
page-many = Er kwamen veel verzoeken van uw netwerk. Wacht { $lasts } en probeer het dan opnieuw.
page-work = Of laat dit apparaat werken voor nog één poging: dat duurt enkele seconden.
page-work-button = Laat werken
page-work-busy = Bezig…
page-work-failed = Dat lukte niet. Wacht in plaats daarvan.
page-busy-title = Erg druk
page-busy = Er worden veel mensen geholpen. Wacht { $lasts } en probeer het dan opnieuw. Er is niets gewijzigd.
page-failed-title = Hier ging iets mis
page-failed = Het ligt niet aan u, en er is niets gewijzigd. Probeer het later opnieuw.
page-nothing-title = Hier is niets
page-nothing = Misschien ontbreekt een deel van het adres.
page-large-title = Dat was te veel
page-large = Er werd meer verstuurd dan in dit formulier past. Misschien is er per ongeluk iets anders geplakt.
page-unreadable-title = Het formulier was niet te lezen
page-unreadable = Het kwam niet heel aan. Er is niets gewijzigd. Probeer het opnieuw.
