"""A real SMTP server of our own: with STARTTLS or TLS, and a password."""

from __future__ import annotations

import email
import email.policy
import ssl
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

PASSWORD = "mat-khau-thu"


class MailServer:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.port = 0
        self.certificate = Path()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        del server, session
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"


def certificate(folder: Path) -> Path:
    """A certificate for localhost that nobody has signed, and its key, in one file."""
    path = folder / "server.pem"
    key = folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout",
         str(key), "-out", str(path), "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    return path


@contextmanager
def mail_server(folder: Path, safety: str = "starttls") -> Iterator[MailServer]:
    """A server for a `with` block; `safety` is "starttls", "tls" or "none"."""
    made = MailServer()
    made.certificate = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, folder / "key.pem")

    def authenticate(_server: Any, _session: Any, _envelope: Any, _how: str, data: Any) -> Any:
        assert isinstance(data, LoginPassword)
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)

    class Server(Controller):
        def factory(self) -> SMTP:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a password without STARTTLS is what TLS is for
                return SMTP(
                    self.handler,
                    tls_context=context if safety == "starttls" else None,
                    require_starttls=safety == "starttls",
                    authenticator=authenticate,
                    auth_require_tls=safety == "starttls",
                    auth_required=safety != "none",
                )

    controller = Server(
        made, hostname="127.0.0.1", port=0, ssl_context=context if safety == "tls" else None
    )
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        controller.port = made.port = int(probe.getsockname()[1])
    controller.start()
    try:
        yield made
    finally:
        controller.stop()
