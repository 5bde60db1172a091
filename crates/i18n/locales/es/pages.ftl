language-name = Español
page-language = Idioma

page-errors = Hay un problema
page-support = ¿Necesita ayuda?
page-again = Empezar de nuevo
page-back = Volver al formulario

page-start-title = Restablecer la contraseña
page-start-lead = Escriba la dirección de correo de su cuenta en { $place }. Le enviaremos un código.
page-email = Correo electrónico
page-email-hint = Por ejemplo nombre@example.com
page-email-missing = Escriba su dirección de correo.
page-email-wrong = Esto no es una dirección de correo. Compárela con nombre@example.com.
page-send = Enviar el código

page-code-title = Mire en su buzón
page-code-lead = Si hay una cuenta para { $address }, un mensaje con un código está en camino.
page-reference = El mensaje lleva la referencia { $reference }.
page-code = Código del mensaje
page-code-hint = Sirve durante { $lasts }. Los espacios y guiones no importan.
page-code-missing = Escriba el código del mensaje.
page-code-long = Esto es más largo que cualquier código. Escriba solo el código del mensaje.
page-code-wrong = Este no es el código. { $count ->
    [one] Le queda un intento.
   *[other] Le quedan { $count } intentos.
}
page-code-spent = Este código ya no se puede usar. Pida otro mensaje, o abra el enlace del que tiene.
page-code-expired = El código ha caducado. Pida otro mensaje.
page-continue = Continuar
page-no-letter = ¿No le llega el mensaje?
page-no-letter-help = Mire también en el correo no deseado. Solo llega un mensaje si hay una cuenta para esta dirección.
page-resend = Enviar otro mensaje
page-resend-wait = Se podrá enviar otro mensaje en { $clock }.
page-resent = Si hay una cuenta para esta dirección, otro mensaje está en camino.
page-other-address = Usar otra dirección

page-password-title = Elija una contraseña nueva
page-password-for = Para { $address }
page-password = Contraseña nueva
page-password-hint = { $count ->
    [one] Al menos un carácter. Unas cuantas palabras poco comunes son seguras y fáciles de recordar.
   *[other] Al menos { $count } caracteres. Unas cuantas palabras poco comunes son seguras y fáciles de recordar.
}
page-password-show = Mostrar la contraseña
page-password-save = Guardar la contraseña nueva
page-password-missing = Escriba una contraseña nueva.
page-link-both = Se ha avisado de que un cambio de su contraseña no era suyo. Por eso aquí también hace falta el código del mensaje.
page-link-code-hint = Está en el mensaje cuyo enlace ha abierto. Los espacios y guiones no importan.

page-refused-too-short = { $count ->
    [one] La contraseña es demasiado corta. Necesita al menos un carácter.
   *[other] La contraseña es demasiado corta. Necesita al menos { $count } caracteres.
}
page-refused-too-long = { $count ->
    [one] La contraseña es demasiado larga. Puede tener un carácter.
   *[other] La contraseña es demasiado larga. Puede tener { $count } caracteres.
}
page-refused-control-character = La contraseña contiene un carácter que no se puede teclear, como un salto de línea o un tabulador.
page-refused-common = Esta contraseña es de las primeras que se prueban o está en una lista de contraseñas conocidas. Elija otra.
page-refused-about-you = Sin su dirección o el nombre de este servicio queda poco de la contraseña. Elija otra.
page-refused-the-code = Sin el código del mensaje queda poco de la contraseña. Elija otra.
page-refused-breached = Esta contraseña se ha conocido por una filtración de datos. Elija otra y cámbiela dondequiera que la use.

page-strength-0 = Muy fácil de adivinar.
page-strength-1 = Fácil de adivinar.
page-strength-2 = Podría ser más fuerte.
page-strength-3 = Fuerte.
page-strength-4 = Muy fuerte.
page-weak-about-you = Contiene una parte de su dirección o del nombre de este servicio.
page-weak-common = Se parece a una de las contraseñas más usadas.
page-weak-word = Es una sola palabra.
page-weak-name = Es un nombre.
page-weak-keys = Sigue las teclas del teclado.
page-weak-repeats = Se repite.
page-weak-sequence = Es una secuencia, como abc o 6543.
page-weak-date = Es un año o una fecha.

page-done-title = Su contraseña está guardada
page-done = Ya puede entrar con su contraseña nueva.
page-done-letter = También le hemos enviado un mensaje sobre ello.
page-return = Volver a { $place }

page-not-me-title = ¿No fue usted?
page-not-me-lead = La contraseña de su cuenta en { $place } ha cambiado. Si no fue usted, anule aquí esa contraseña.
page-not-me-ends = Deja de servir al momento y la anterior no vuelve. También terminan los códigos y enlaces pendientes.
page-not-me-then = Después elija una contraseña nueva. Por esta vez hacen falta juntos el enlace y el código de un mensaje nuevo.
page-not-me-mailbox = Primero proteja su buzón: cambie su contraseña.
page-not-me-you = Si fue usted, cierre esta página. No se ha cambiado nada.
page-not-me-do = No fui yo: anular la contraseña
page-not-me-done-title = La contraseña ya no sirve
page-not-me-done = Ya nadie puede entrar con ella.
page-not-me-next = Elegir una contraseña nueva
page-not-me-expired = Sirve durante 72 horas después del cambio. Si no sabe su contraseña, empiece de nuevo y elija otra.
page-not-me-used = Ya se ha usado y la contraseña ya no sirve. Empiece de nuevo y elija otra: hacen falta juntos el enlace y el código del mensaje.
page-not-me-changed = La contraseña se ha vuelto a cambiar desde entonces. También hay un mensaje sobre ese cambio, con su propio enlace.
page-not-me-unknown = Quizá falte una parte de la dirección. Abra otra vez el enlace del mensaje.

page-lost-title = Esta página ya no vale
page-lost = Se abrió en otro navegador o hace demasiado tiempo, o su navegador no guarda cookies. Empiece de nuevo, o abra el enlace del mensaje.
page-link-over-title = Este enlace ya no funciona
page-link-over = Un enlace funciona una vez y por tiempo limitado. Empiece de nuevo y le enviaremos otro mensaje.
page-foreign-title = Este formulario vino de otro sitio
page-foreign = No se envió desde una de nuestras páginas, o su navegador no guarda cookies. No se ha cambiado nada. Empiece aquí de nuevo.
page-many-title = Demasiadas peticiones
page-many = Han llegado muchas peticiones de su red. Espere { $lasts } y vuelva a intentarlo.
page-work = O deje que este dispositivo trabaje para un intento más: tarda unos segundos.
page-work-button = Dejar que trabaje
page-work-busy = Trabajando…
page-work-failed = No ha funcionado. Espere, por favor.
page-busy-title = Mucha actividad
page-busy = Se está atendiendo a mucha gente. Espere { $lasts } y vuelva a intentarlo. No se ha cambiado nada.
page-failed-title = Algo ha fallado aquí
page-failed = No es culpa suya, y no se ha cambiado nada. Vuelva a intentarlo más tarde.
page-nothing-title = Aquí no hay nada
page-nothing = Quizá falte una parte de la dirección.
page-large-title = Eso era demasiado
page-large = Se envió más de lo que cabe en este formulario. Quizá se pegó otra cosa por error.
page-unreadable-title = El formulario no se pudo leer
page-unreadable = No llegó completo. No se ha cambiado nada. Vuelva a intentarlo.
