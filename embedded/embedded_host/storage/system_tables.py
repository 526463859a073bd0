"""Tables that belong to no DocType, out of reach of every REST path."""

from __future__ import annotations

from embedded_host.base.context import local

_STATEMENTS = """
CREATE TABLE IF NOT EXISTS `__generation` (`number` INTEGER NOT NULL);

INSERT INTO `__generation` SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM `__generation`);

CREATE TABLE IF NOT EXISTS `__App` (`name` TEXT PRIMARY KEY, `position` INTEGER NOT NULL);

CREATE TABLE IF NOT EXISTS `__Series` (`name` TEXT COLLATE NOCASE PRIMARY KEY, `current` INTEGER NOT NULL);

CREATE TABLE IF NOT EXISTS `tabSingles` (
	`doctype` TEXT COLLATE NOCASE,
	`field` TEXT COLLATE NOCASE,
	`value` TEXT COLLATE NOCASE,
	PRIMARY KEY (`doctype`, `field`)
);

CREATE TABLE IF NOT EXISTS `__Auth` (
	`doctype` TEXT COLLATE NOCASE,
	`name` TEXT COLLATE NOCASE,
	`fieldname` TEXT COLLATE NOCASE,
	`password` TEXT,
	`encrypted` INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (`doctype`, `name`, `fieldname`)
);

CREATE TABLE IF NOT EXISTS `__Sessions` (
	`sid` TEXT PRIMARY KEY,
	`user` TEXT COLLATE NOCASE NOT NULL,
	`data` TEXT,
	`created` REAL,
	`last_seen` REAL NOT NULL,
	`ip_address` TEXT
);

CREATE INDEX IF NOT EXISTS `index __Sessions user` ON `__Sessions` (`user`);

CREATE TABLE IF NOT EXISTS `__Job` (
	`id` INTEGER PRIMARY KEY AUTOINCREMENT,
	`queue` TEXT NOT NULL,
	`method` TEXT NOT NULL,
	`kwargs` TEXT NOT NULL DEFAULT '{}',
	`user` TEXT,
	`status` TEXT NOT NULL DEFAULT 'Queued',
	`run_after` REAL NOT NULL DEFAULT 0,
	`created` REAL NOT NULL,
	`started` REAL,
	`ended` REAL,
	`attempts` INTEGER NOT NULL DEFAULT 0,
	`worker` TEXT,
	`lease` REAL,
	`timeout` INTEGER NOT NULL DEFAULT 300,
	`error` TEXT
);

CREATE INDEX IF NOT EXISTS `index __Job status` ON `__Job` (`status`, `run_after`);

CREATE TABLE IF NOT EXISTS `__Schedule` (
	`event` TEXT NOT NULL,
	`method` TEXT NOT NULL,
	`slot` TEXT NOT NULL,
	PRIMARY KEY (`event`, `method`)
);
"""


def create() -> None:
	"""Creates what is missing, in the running transaction."""
	for statement in _STATEMENTS.split(";\n"):
		if statement.strip():
			local.db.execute(statement)
