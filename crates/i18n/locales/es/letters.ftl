greeting = Hola:

reset-title = Restablezca su contraseña
reset-asked = Alguien, probablemente usted, ha pedido restablecer la contraseña de su cuenta en { $place }.
reset-code = Su código es
reset-code-second = También puede usar el código. Su código es
reset-code-use = Escríbalo donde lo solicitó y elija una contraseña nueva.
reset-code-ends = Es válido durante { $lasts }, hasta el { $date } a las { $time } (UTC).
reset-link = Abra esta página para elegir una contraseña nueva:
reset-link-second = También puede abrir esta página para elegir una contraseña nueva:
reset-link-button = Elegir una contraseña nueva
reset-link-ends = El enlace es válido durante { $lasts }, hasta el { $date } a las { $time } (UTC).
reset-keep-code = Quien tenga el código puede establecer una contraseña nueva para su cuenta. No lo comparta con nadie.
reset-keep-both = Quien tenga el código o el enlace puede establecer una contraseña nueva para su cuenta. No los comparta con nadie.
reset-keep-link = Quien tenga el enlace puede establecer una contraseña nueva para su cuenta. No lo comparta con nadie.
reset-link-alone = Los códigos están desactivados para su cuenta durante un tiempo, porque alguien ha intentado adivinarlos. El enlace funciona como siempre.
reset-nobody-asks = Nadie se lo pedirá: ni por correo ni por teléfono, y nosotros tampoco.
reset-not-you = Si usted no lo ha pedido, no haga nada: su contraseña sigue siendo la misma.
reset-first-title = Establezca su contraseña
reset-first-asked = Alguien, probablemente usted, ha pedido establecer la primera contraseña de su cuenta en { $place }.
reset-first-not-you = Si usted no lo ha pedido, no haga nada: su cuenta sigue como está.
reset-both = Se ha avisado de que un cambio de su contraseña no era suyo. Por eso esta vez hacen falta el enlace y el código juntos.
reset-both-link = Abra esta página:
reset-both-code = Después escriba allí este código. Su código es
reset-keep-together = Quien tenga ambos puede establecer una contraseña nueva para su cuenta. No los comparta con nadie.

asked-at = Se solicitó el { $date } a las { $time } (UTC).
asked-from = Se solicitó el { $date } a las { $time } (UTC) desde la red { $network }.
reference = Referencia: { $reference }

changed-title = Se ha cambiado su contraseña
changed-when = La contraseña de su cuenta en { $place } se cambió el { $date } a las { $time } (UTC).
changed-by-you = Si fue usted, no tiene que hacer nada.
changed-not-you = Si no fue usted, es posible que alguien esté leyendo su correo. Primero proteja su buzón: cambie su contraseña. Después restablezca de nuevo la contraseña de su cuenta y avise a los responsables de { $place }.
changed-no-code = Este mensaje no contiene ningún código ni enlace. Nadie le pedirá un código: ni por correo ni por teléfono.
changed-not-me = Si no fue usted, dígalo en esta página y anule la contraseña nueva:
changed-not-me-button = No fui yo
changed-mailbox = También es posible que alguien esté leyendo su correo. Proteja su buzón: cambie su contraseña.
changed-no-code-link = Este mensaje no contiene ningún código. Nadie le pedirá un código: ni por correo ni por teléfono.

disabled-title = Su cuenta está desactivada
disabled-told = Su cuenta está desactivada, por lo que no se puede restablecer su contraseña.
disabled-ask = Si cree que es un error, consulte a { $support }.
disabled-ask-place = Si cree que es un error, consulte a los responsables de { $place }.

elsewhere-title = Su cuenta no tiene contraseña
elsewhere-told-with = Su cuenta no tiene ninguna contraseña que se pueda restablecer: usted inicia sesión con { $provider }.
elsewhere-told = Su cuenta no tiene ninguna contraseña que se pueda restablecer: usted inicia sesión de otra manera.
elsewhere-do-with = Vaya a { $place } y elija { $provider } para iniciar sesión. No se ha cambiado nada.
elsewhere-do = Vaya a { $place } e inicie sesión como antes, por ejemplo con su cuenta de otro servicio. No se ha cambiado nada.
elsewhere-ask = Si no puede entrar así, consulte a { $support }.
elsewhere-ask-place = Si no puede entrar así, consulte a los responsables de { $place }.

shared-title = Varias cuentas tienen su dirección
shared-told = Varias cuentas en { $place } tienen esta dirección y no se puede saber de cuál se trata. Por eso no se ha enviado ningún código ni se ha cambiado nada.
shared-ask = Consulte a { $support } e indique a qué cuenta se refiere, por ejemplo con su nombre de usuario. No diga ninguna contraseña a nadie.
shared-ask-place = Consulte a los responsables de { $place } e indique a qué cuenta se refiere, por ejemplo con su nombre de usuario. No diga ninguna contraseña a nadie.

told-not-you = Si usted no lo ha pedido, no hay nada que hacer.

test-title = Mensaje de prueba
test-body = Este es un mensaje de prueba del servicio { $place }. Lo ha pedido su administrador y demuestra que los mensajes llegan a este buzón. No contiene ningún código y no tiene que hacer nada.

span-seconds = { $count ->
    [one] { $count } segundo
   *[other] { $count } segundos
}
span-minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
}
span-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
}
span-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
