greeting = Buongiorno,

reset-title = Reimposti la Sua password
reset-asked = Qualcuno, probabilmente Lei, ha chiesto di reimpostare la password del Suo account su { $place }.
reset-code = Il Suo codice è
reset-code-second = Oppure usi il codice. Il Suo codice è
reset-code-use = Lo inserisca dove l’ha richiesto e scelga una nuova password.
reset-code-ends = È valido per { $lasts }, fino alle { $time } (UTC) del { $date }.
reset-link = Apra questa pagina per scegliere una nuova password:
reset-link-second = Oppure apra questa pagina per scegliere una nuova password:
reset-link-button = Scelga una nuova password
reset-link-ends = Il link è valido per { $lasts }, fino alle { $time } (UTC) del { $date }.
reset-keep-code = Chiunque abbia il codice può impostare una nuova password per il Suo account. Non lo comunichi a nessuno.
reset-keep-both = Chiunque abbia il codice o il link può impostare una nuova password per il Suo account. Non li comunichi a nessuno.
reset-keep-link = Chiunque abbia il link può impostare una nuova password per il Suo account. Non lo comunichi a nessuno.
reset-link-alone = I codici sono disattivati per il Suo account per qualche tempo, perché qualcuno ha provato a indovinarli. Il link funziona come sempre.
reset-nobody-asks = Nessuno glielo chiederà: né per e-mail, né al telefono, e nemmeno noi.
reset-not-you = Se non l’ha chiesto Lei, non deve fare nulla: la Sua password resta quella di prima.
reset-first-title = Imposti la Sua password
reset-first-asked = Qualcuno, probabilmente Lei, ha chiesto di impostare la prima password del Suo account su { $place }.
reset-first-not-you = Se non l’ha chiesto Lei, non deve fare nulla: il Suo account resta com’è.
reset-both = Una modifica della Sua password è stata segnalata come non Sua. Per questo, stavolta servono insieme il link e il codice.
reset-both-link = Apra questa pagina:
reset-both-code = Poi vi scriva questo codice. Il Suo codice è
reset-keep-together = Chiunque abbia entrambi può impostare una nuova password per il Suo account. Non li comunichi a nessuno.

asked-at = Richiesto alle { $time } (UTC) del { $date }.
asked-from = Richiesto alle { $time } (UTC) del { $date } dalla rete { $network }.
reference = Riferimento: { $reference }

changed-title = La Sua password è stata modificata
changed-when = La password del Suo account su { $place } è stata modificata alle { $time } (UTC) del { $date }.
changed-by-you = Se la modifica è Sua, non deve fare nulla.
changed-not-you = Se la modifica non è Sua, è possibile che qualcuno legga la Sua posta. Per prima cosa metta al sicuro la casella: ne cambi la password. Poi reimposti di nuovo la password del Suo account e avvisi i responsabili di { $place }.
changed-no-code = Questo messaggio non contiene codici né link. Nessuno Le chiederà un codice: né per e-mail, né al telefono.
changed-not-me = Se la modifica non è Sua, lo dica in questa pagina e annulli la nuova password:
changed-not-me-button = Non sono stato io
changed-mailbox = È anche possibile che qualcuno legga la Sua posta. Metta al sicuro la casella: ne cambi la password.
changed-no-code-link = Questo messaggio non contiene codici. Nessuno Le chiederà un codice: né per e-mail, né al telefono.

disabled-title = Il Suo account è disattivato
disabled-told = Il Suo account è disattivato, perciò la password non si può reimpostare.
disabled-ask = Se pensa che sia un errore, si rivolga a { $support }.
disabled-ask-place = Se pensa che sia un errore, si rivolga ai responsabili di { $place }.

elsewhere-title = Il Suo account non ha una password
elsewhere-told-with = Il Suo account non ha una password da reimpostare: Lei accede con { $provider }.
elsewhere-told = Il Suo account non ha una password da reimpostare: Lei accede in un altro modo.
elsewhere-do-with = Vada su { $place } e scelga { $provider } per accedere. Non è stato cambiato nulla.
elsewhere-do = Vada su { $place } e acceda come prima, per esempio con il Suo account di un altro servizio. Non è stato cambiato nulla.
elsewhere-ask = Se così non riesce a entrare, si rivolga a { $support }.
elsewhere-ask-place = Se così non riesce a entrare, si rivolga ai responsabili di { $place }.

shared-title = Più account hanno il Suo indirizzo
shared-told = Più account su { $place } hanno questo indirizzo e non si può capire di quale si tratti. Perciò non è stato inviato alcun codice e non è stato cambiato nulla.
shared-ask = Si rivolga a { $support } e dica di quale account si tratta, per esempio con il suo nome utente. Non riveli una password a nessuno.
shared-ask-place = Si rivolga ai responsabili di { $place } e dica di quale account si tratta, per esempio con il suo nome utente. Non riveli una password a nessuno.

told-not-you = Se non l’ha chiesto Lei, non deve fare nulla.

test-title = Messaggio di prova
test-body = Questo è un messaggio di prova del servizio { $place }. È stato richiesto dal gestore e dimostra che i messaggi arrivano in questa casella. Non contiene codici e non richiede alcuna azione.

span-seconds = { $count ->
    [one] { $count } secondo
   *[other] { $count } secondi
}
span-minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minuti
}
span-hours = { $count ->
    [one] { $count } ora
   *[other] { $count } ore
}
span-days = { $count ->
    [one] { $count } giorno
   *[other] { $count } giorni
}
