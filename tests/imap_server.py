"""A small IMAP server over TLS for tests: one account, one folder, mails with numbers."""

from __future__ import annotations

import re
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "dossier@vendor.example", 'pass "word" 1'
ARRIVED = b'"11-Aug-2025 09:30:00 +0800"'


@dataclass
class Folder:
	"""What the server holds: uid → source; `announced` overrides the size that it announces."""

	mails: dict[int, bytes] = field(default_factory=dict)
	validity: int = 7
	announced: dict[int, int] = field(default_factory=dict)
	commands: list[str] = field(default_factory=list)
	port: int = 0
	certificate: Path = Path()


def certificate(folder: Path) -> Path:
	"""A self-signed certificate for localhost with its key, as one PEM file."""
	key = ec.generate_private_key(ec.SECP256R1())
	name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
	now = datetime.now(timezone.utc)
	made = (
		x509.CertificateBuilder()
		.subject_name(name)
		.issuer_name(name)
		.public_key(key.public_key())
		.serial_number(x509.random_serial_number())
		.not_valid_before(now - timedelta(days=1))
		.not_valid_after(now + timedelta(days=1))
		.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
		.sign(key, hashes.SHA256())
	)
	private = key.private_bytes(
		serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
	)
	file = folder / "imap.pem"
	file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
	return file


@contextmanager
def serving(tmp_path: Path, folder: Folder, starttls: bool = False) -> Iterator[Folder]:
	"""Serves `folder` on a free port of localhost; its `port` and `certificate` are filled in."""
	folder.certificate = certificate(tmp_path)
	context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
	context.load_cert_chain(folder.certificate)

	class Connection(socketserver.BaseRequestHandler):
		def handle(self) -> None:
			try:
				_Session(self.request, folder, context, starttls).run()
			except (OSError, ssl.SSLError):
				folder.commands.append("(broken off)")

	with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Connection) as server:
		server.daemon_threads = True
		folder.port = server.server_address[1]
		threading.Thread(target=server.serve_forever, daemon=True).start()
		yield folder
		server.shutdown()


class _Session:
	def __init__(
		self, connection: socket.socket, folder: Folder, context: ssl.SSLContext, starttls: bool
	) -> None:
		self.folder, self.context, self.upgrades = folder, context, starttls
		self.open(connection if starttls else context.wrap_socket(connection, server_side=True))

	def open(self, connection: socket.socket) -> None:
		self.connection = connection
		self.lines = connection.makefile("rb")

	def send(self, *lines: bytes) -> None:
		self.connection.sendall(b"".join(line + b"\r\n" for line in lines))

	def run(self) -> None:
		self.send(b"* OK ready")
		while line := self.lines.readline():
			tag, _blank, command = line.strip().decode().partition(" ")
			self.folder.commands.append(command)
			if not self.answer(tag.encode(), command):
				return

	def answer(self, tag: bytes, command: str) -> bool:
		verb = " ".join(command.upper().split()[: 2 if command.upper().startswith("UID") else 1])
		if verb == "LOGOUT":
			self.send(b"* BYE", tag + b" OK done")
			return False
		handler = getattr(self, verb.replace(" ", "_").lower(), None)
		if handler is None:
			self.send(tag + b" BAD unknown")
		else:
			self.send(*handler(command), tag + (b" NO no" if self.refused else b" OK done"))
		if verb == "STARTTLS":
			self.open(self.context.wrap_socket(self.connection, server_side=True))
		return True

	refused = False

	def capability(self, _command: str) -> list[bytes]:
		return [b"* CAPABILITY IMAP4rev1" + (b" STARTTLS" if self.upgrades else b"")]

	def starttls(self, _command: str) -> list[bytes]:
		return []

	def login(self, command: str) -> list[bytes]:
		quoted = PASSWORD.replace('"', '\\"')
		self.refused = f'"{quoted}"' not in command or USER not in command
		return []

	def examine(self, _command: str) -> list[bytes]:
		validity = str(self.folder.validity).encode()
		count = str(len(self.folder.mails)).encode()
		return [b"* " + count + b" EXISTS", b"* OK [UIDVALIDITY " + validity + b"] valid"]

	def uid_search(self, command: str) -> list[bytes]:
		first = int(re.search(r"UID (\d+):", command.partition("SEARCH")[2])[1])  # type: ignore[index]
		uids = [uid for uid in sorted(self.folder.mails) if uid >= first] or sorted(self.folder.mails)[-1:]
		return [b"* SEARCH " + " ".join(map(str, uids)).encode()]

	def uid_fetch(self, command: str) -> list[bytes]:
		uid = int(command.split()[2])
		source = self.folder.mails[uid]
		size = self.folder.announced.get(uid, len(source))
		if "RFC822.SIZE" in command:
			facts = b"UID %d RFC822.SIZE %d INTERNALDATE %s" % (uid, size, ARRIVED)
			return [b"* 1 FETCH (" + facts + b")"]
		if "HEADER" in command:
			source = source.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
		return [b"* 1 FETCH (UID %d BODY[] {%d}\r\n%s)" % (uid, self.lie(uid, source), source)]

	def lie(self, uid: int, source: bytes) -> int:
		"""A size of −1 announced in the folder means: a literal of ten gigabytes."""
		return 10**10 if self.folder.announced.get(uid) == -1 else len(source)
