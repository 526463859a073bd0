"""S004-70: an import that is killed in the middle leaves all or nothing of each dossier, and resumes."""

from __future__ import annotations

from collections.abc import Callable

from tests.acceptance.process import Served
from tests.acceptance.test_killed_job import eventually
from tests.client import Api
from tests.factory import unique
from tests.workbooks import METHOD, report, typed, upload

from client_mgmt.demo import people

COUNT = 60


def test_a_killed_import_resumes(host: Served, api: Callable[..., Api]) -> None:
	pm, prefix = api(people.PM), unique("批量")
	basic = [["项目编号", "项目名称", "客户名称"]]
	needs, goals = [["项目编号", "功能点", "优先级"]], [["项目编号", "类型", "目标"]]
	for number in range(COUNT):
		basic.append([f"N{number}", f"{prefix}-{number}", f"{prefix}客户{number}"])
		goals.append([f"N{number}", "目标", "审批缩短"])
		needs += [[f"N{number}", f"功能{at}", "高"] for at in range(3)]
	data = typed({"基础信息": basic, "项目目标": goals, "需求明细": needs})
	url = upload(pm, data, f"{unique('killed')}.xlsx")
	job = pm.call(f"{METHOD}import_workbook", file_url=url, mode="apply", on_error="skip")["job"]

	def dossiers() -> int:
		return host.row(
			"SELECT COUNT(*) AS n FROM `tabProject Archive` WHERE project_name LIKE ?", f"{prefix}-%"
		)["n"]

	assert eventually(lambda: dossiers() > 0)
	host.kill()
	left = dossiers()
	assert 0 < left < COUNT
	whole = (
		"SELECT COUNT(*) AS n FROM `tabRequirement` r JOIN `tabProject Archive` p ON r.project = p.name"
		" WHERE p.project_name LIKE ?"
	)
	assert host.row(whole, f"{prefix}-%")["n"] == 3 * left
	clients = "SELECT COUNT(*) AS n FROM `tabClient` WHERE client_name LIKE ?"
	assert host.row(clients, f"{prefix}%")["n"] == left
	host.start()
	with host.sqlite() as database:  # half a minute passes
		database.execute("UPDATE `__Job` SET lease = lease - 30 WHERE status = 'Started'")
	assert eventually(lambda: report(pm, job)["status"] == "Done", 60)
	found = report(pm, job)
	assert (found["done"], found["created"], found["errors"]) == (COUNT, COUNT * 5, 0)
	assert (dossiers(), host.row(whole, f"{prefix}-%")["n"]) == (COUNT, 3 * COUNT)
	assert host.row(clients, f"{prefix}%")["n"] == COUNT
