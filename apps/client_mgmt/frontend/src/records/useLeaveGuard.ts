import { onMounted, onScopeDispose } from "vue";
import { onBeforeRouteLeave, onBeforeRouteUpdate } from "vue-router";
import { confirm } from "@/parts";
import { useSession } from "@/session";
import { t } from "@/words";

/** Asks before a page with unsaved changes is left; `free` lets a change of address pass (after saving). Whose session
 * has ended is led to sign-in unasked: their changes are kept. */
export function useLeaveGuard(dirty: () => boolean, free: () => boolean = () => false): void {
	const { isGuest } = useSession();
	const ask = async () => {
		if (!dirty() || free() || isGuest.value) return true;
		const sure = await confirm({
			title: t("Leave without saving?"),
			text: t("Your changes stay in this browser and come back when you open the record again."),
			action: t("Leave"),
		});
		return sure !== null;
	};
	const hold = (event: BeforeUnloadEvent) => {
		if (dirty()) event.preventDefault();
	};
	onBeforeRouteLeave(ask);
	onBeforeRouteUpdate((to, from) => (to.path === from.path ? true : ask()));
	onMounted(() => addEventListener("beforeunload", hold));
	onScopeDispose(() => removeEventListener("beforeunload", hold));
}
