#!/usr/bin/python3
# SPDX-FileCopyrightText: The Nocturne developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mail server for tests on 127.0.0.1: real SMTP by aiosmtpd, with STARTTLS, authentication and scripted trouble.

Prints {"port": N} first, then one line of JSON for each mail that it took; ends by itself after a minute.
"""
import argparse
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def tell(value):
    print(json.dumps(value), flush=True)


class Sink:
    def __init__(self, options):
        self.options = options
        self.greylisted = options.greylist

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.greylisted > 0:
            self.greylisted -= 1
            return "451 4.7.1 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.options.hang:
            await asyncio.sleep(60)
        if self.options.refuse:
            return "554 5.7.1 no mail from you"
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        head = envelope.content.split(b"\r\n\r\n", 1)[0].split(b"\r\n")
        parts = {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}
        tell({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "names": [line.split(b":", 1)[0].decode() for line in head if not line.startswith(b" ")],
            "longest": max(len(line) for line in envelope.content.split(b"\r\n")),
            "subject": str(mail["Subject"]),
            "headers": {name: str(value) for name, value in mail.items()},
            "parts": parts,
            "tls": session.ssl is not None,
            "user": session.auth_data.login.decode() if session.auth_data else "",
        })
        return "250 2.0.0 taken"


def authenticator(user, password):
    def check(server, session, envelope, mechanism, data):
        ok = (isinstance(data, LoginPassword) and data.login.decode() == user and data.password.decode() == password)
        return AuthResult(success=ok, handled=ok, auth_data=data if ok else None)
    return check


async def serve(options):
    context = None
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)
    sink = Sink(options)
    user, _, password = options.auth.partition(":")

    def protocol():
        return SMTP(sink, hostname="sink.test", enable_SMTPUTF8=True,
                    tls_context=None if options.implicit else context,
                    auth_required=bool(options.auth),
                    auth_require_tls=bool(context) and not options.implicit,
                    authenticator=authenticator(user, password) if options.auth else None)

    server = await asyncio.get_running_loop().create_server(
        protocol, "127.0.0.1", 0, ssl=context if options.implicit else None)
    tell({"port": server.sockets[0].getsockname()[1]})
    await asyncio.sleep(60)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--implicit", action="store_true", help="TLS from the start")
    parser.add_argument("--auth", default="", help="USER:PASSWORD that is asked for")
    parser.add_argument("--greylist", type=int, default=0, help="recipients to put off first")
    parser.add_argument("--refuse", action="store_true")
    parser.add_argument("--hang", action="store_true")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
