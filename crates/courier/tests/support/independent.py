"""A mail server that is not ours: aiosmtpd, with STARTTLS and AUTH, and Python's own mail parser behind it.

Prints one line of JSON when it is ready and one for each letter it has taken.
Arguments: certificate, key, whether to ask for a login (`login` or `open`), the login mechanism to leave out.
"""

import email
import email.policy
import json
import ssl
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

LOCK = threading.Lock()


def tell(**what):
    with LOCK:
        print(json.dumps(what), flush=True)


class Handler:
    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=email.policy.SMTPUTF8)
        text = letter.get_body(("plain",))
        html = letter.get_body(("html",))
        tell(
            envelope_from=envelope.mail_from,
            envelope_to=envelope.rcpt_tos,
            mail_options=envelope.mail_options,
            encrypted=session.ssl is not None,
            authenticated=session.authenticated,
            defects=[str(it) for part in letter.walk() for it in part.defects],
            headers=[[name, str(value)] for name, value in letter.items()],
            kind=letter.get_content_type(),
            parts=[part.get_content_type() for part in letter.iter_parts()],
            charsets=[part.get_content_charset() for part in letter.iter_parts()],
            text=text.get_content(),
            html=html.get_content(),
            raw=envelope.original_content.decode("utf-8", "surrogateescape"),
        )
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    right = (data.login, data.password) == (b"ann", "päss wörd".encode())
    return AuthResult(success=right, handled=right)


class Tls(Controller):
    def factory(self):
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        return SMTP(
            self.handler,
            tls_context=context,
            require_starttls=True,
            auth_required=sys.argv[3] == "login",
            authenticator=authenticate,
            auth_exclude_mechanism=sys.argv[4:],
            enable_SMTPUTF8=True,
        )


class OnAnyPort(Tls):
    def _trigger_server(self):
        # The base class connects to the port it was given, and that is 0 here.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


if __name__ == "__main__":
    controller = OnAnyPort(Handler(), hostname="127.0.0.1", port=0)
    controller.start()
    tell(port=controller.port)
    sys.stdin.read()
    controller.stop()
