greeting = Bonjour,

reset-title = Réinitialisez votre mot de passe
reset-asked = Quelqu’un, sans doute vous, a demandé à réinitialiser le mot de passe de votre compte sur { $place }.
reset-code = Votre code est
reset-code-second = Vous pouvez aussi utiliser le code. Votre code est
reset-code-use = Saisissez-le là où vous l’avez demandé, puis choisissez un nouveau mot de passe.
reset-code-ends = Il est valable pendant { $lasts }, jusqu’au { $date } à { $time } (UTC).
reset-link = Ouvrez cette page pour choisir un nouveau mot de passe :
reset-link-second = Vous pouvez aussi ouvrir cette page pour choisir un nouveau mot de passe :
reset-link-button = Choisir un nouveau mot de passe
reset-link-ends = Le lien est valable pendant { $lasts }, jusqu’au { $date } à { $time } (UTC).
reset-keep-code = Toute personne qui a ce code peut définir un nouveau mot de passe pour votre compte. Ne le transmettez à personne.
reset-keep-both = Toute personne qui a le code ou le lien peut définir un nouveau mot de passe pour votre compte. Ne les transmettez à personne.
reset-keep-link = Toute personne qui a ce lien peut définir un nouveau mot de passe pour votre compte. Ne le transmettez à personne.
reset-link-alone = Les codes sont désactivés pour votre compte pendant un certain temps, car quelqu’un a essayé de les deviner. Le lien fonctionne comme toujours.
reset-nobody-asks = Personne ne vous le demandera : ni par e-mail, ni par téléphone, et nous non plus.
reset-not-you = Si vous n’êtes pas à l’origine de cette demande, ne faites rien : votre mot de passe reste inchangé.
reset-first-title = Définissez votre mot de passe
reset-first-asked = Quelqu’un, sans doute vous, a demandé à définir le premier mot de passe de votre compte sur { $place }.
reset-first-not-you = Si vous n’êtes pas à l’origine de cette demande, ne faites rien : votre compte reste inchangé.
reset-both = Un changement de votre mot de passe a été signalé comme n’étant pas le vôtre. Cette fois, il faut donc le lien et le code ensemble.
reset-both-link = Ouvrez cette page :
reset-both-code = Saisissez-y ensuite ce code. Votre code est
reset-keep-together = Toute personne qui a les deux peut définir un nouveau mot de passe pour votre compte. Ne les transmettez à personne.

asked-at = Demande faite le { $date } à { $time } (UTC).
asked-from = Demande faite le { $date } à { $time } (UTC), depuis le réseau { $network }.
reference = Référence : { $reference }

changed-title = Votre mot de passe a été modifié
changed-when = Le mot de passe de votre compte sur { $place } a été modifié le { $date } à { $time } (UTC).
changed-by-you = Si c’était vous, vous n’avez rien à faire.
changed-not-you = Si ce n’était pas vous, il se peut que quelqu’un lise vos e-mails. Sécurisez d’abord votre messagerie en changeant son mot de passe. Réinitialisez ensuite de nouveau le mot de passe de votre compte et prévenez les responsables de { $place }.
changed-no-code = Ce message ne contient ni code ni lien. Personne ne vous demandera de code : ni par e-mail, ni par téléphone.
changed-not-me = Si ce n’était pas vous, dites-le sur cette page et mettez fin au nouveau mot de passe :
changed-not-me-button = Ce n’était pas moi
changed-mailbox = Il se peut aussi que quelqu’un lise vos e-mails. Sécurisez votre messagerie en changeant son mot de passe.
changed-no-code-link = Ce message ne contient pas de code. Personne ne vous demandera de code : ni par e-mail, ni par téléphone.

disabled-title = Votre compte est désactivé
disabled-told = Votre compte est désactivé ; son mot de passe ne peut donc pas être réinitialisé.
disabled-ask = Si vous pensez qu’il s’agit d’une erreur, adressez-vous à { $support }.
disabled-ask-place = Si vous pensez qu’il s’agit d’une erreur, adressez-vous aux responsables de { $place }.

elsewhere-title = Votre compte n’a pas de mot de passe
elsewhere-told-with = Votre compte n’a pas de mot de passe à réinitialiser : vous vous y connectez avec { $provider }.
elsewhere-told = Votre compte n’a pas de mot de passe à réinitialiser : vous vous y connectez d’une autre manière.
elsewhere-do-with = Rendez-vous sur { $place } et choisissez { $provider } pour vous connecter. Rien n’a été modifié.
elsewhere-do = Rendez-vous sur { $place } et connectez-vous comme avant, par exemple avec votre compte d’un autre service. Rien n’a été modifié.
elsewhere-ask = Si vous ne parvenez pas à vous connecter ainsi, adressez-vous à { $support }.
elsewhere-ask-place = Si vous ne parvenez pas à vous connecter ainsi, adressez-vous aux responsables de { $place }.

shared-title = Plusieurs comptes ont votre adresse
shared-told = Plusieurs comptes sur { $place } ont cette adresse, et il est impossible de savoir lequel est concerné. Aucun code n’a donc été envoyé et rien n’a été modifié.
shared-ask = Adressez-vous à { $support } en précisant de quel compte il s’agit, par exemple par son nom d’utilisateur. Ne communiquez de mot de passe à personne.
shared-ask-place = Adressez-vous aux responsables de { $place } en précisant de quel compte il s’agit, par exemple par son nom d’utilisateur. Ne communiquez de mot de passe à personne.

told-not-you = Si vous n’êtes pas à l’origine de cette demande, il n’y a rien à faire.

test-title = Message de test
test-body = Ceci est un message de test du service { $place }. Il a été demandé par son exploitant et montre que les messages arrivent bien dans cette boîte. Il ne contient aucun code et vous n’avez rien à faire.

span-seconds = { $count ->
    [one] { $count } seconde
   *[other] { $count } secondes
}
span-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
span-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
span-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
