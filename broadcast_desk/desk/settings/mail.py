"""The setting `alarm_email` as fields: a mail server, who signs in, and who is told. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

SCHEMES = ("smtp+starttls", "smtps", "smtp")
PORTS = {"smtp+starttls": 587, "smtps": 465, "smtp": 25}


@dataclass(frozen=True, slots=True)
class MailWay:
    """How alarms are mailed.

    Attributes:
        scheme: one of `SCHEMES`: how the line to the server is kept private.
        server: host, or host:port.
        to: addresses with commas between.
        more: what else the setting says ("&from=…"), kept as it is.
    """

    scheme: str = SCHEMES[0]
    server: str = ""
    user: str = ""
    to: str = ""
    more: str = ""

    @property
    def host(self) -> str:
        """The server's name alone."""
        return self.server.partition(":")[0].strip()

    @property
    def text(self) -> str:
        """As the setting keeps it; "" while nobody is to be told and there is no server."""
        if not self.server.strip() and not self.to.strip():
            return ""
        port = "" if ":" in self.server else f":{PORTS[self.scheme]}"
        signed_in = f"{quote(self.user, safe='@')}@" if self.user else ""
        told = ",".join(part.strip() for part in self.to.split(",") if part.strip())
        return f"{self.scheme}://{signed_in}{self.server.strip()}{port}?to={told}{self.more}"

    @classmethod
    def of(cls, text: str) -> MailWay:
        """From the setting; what cannot be understood is left out."""
        try:
            parts = urlsplit(text.strip())
            port = parts.port
        except ValueError:
            return cls()
        scheme = parts.scheme if parts.scheme in SCHEMES else SCHEMES[0]
        query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        more = "".join(f"&{key}={quote(query[key])}" for key in query if key != "to")
        host = parts.hostname or ""
        server = host if port in (None, PORTS[scheme]) else f"{host}:{port}"
        return cls(scheme, server, unquote(parts.username or ""), query.get("to", ""), more)
