import { computed, ref, shallowRef } from "vue";
import { page } from "@/records/calls.ts";
import { useLoaded } from "@/records/loaded.ts";
import { between, signingPackage, type Package } from "@/records/signing.ts";
import type { Difference, Page } from "@/records/types.ts";
import { ServerError, useSession } from "@/session";

/** The document to sign: its page and what its round signs; `pack` is null where no round was ever opened. */
export interface ToSign {
	page: Page;
	pack: Package | null;
}

async function load(doctype: string, name: string, signal: AbortSignal): Promise<ToSign> {
	const [shown, pack] = await Promise.all([
		page(doctype, name, signal),
		signingPackage(doctype, name, signal).catch((failure: unknown) => {
			if (failure instanceof ServerError && failure.kind === "refused") return null;
			throw failure;
		}),
	]);
	return { page: shown, pack };
}

/** What the signing page shows. When the content changes under the reader, `changed` tells what. */
export function useSigning(doctype: () => string, name: () => string) {
	const { boot } = useSession();
	const loaded = useLoaded(
		() => [doctype(), name()].join("\n"),
		(signal) => load(doctype(), name(), signal),
	);
	const changed = shallowRef<Difference[] | null>(null);
	const done = ref(false);
	const mine = computed(() => loaded.data.value?.pack?.signatures.find((one) => one.signer === boot.value.user) ?? null);
	const party = computed(() => loaded.data.value?.page.round?.parties.find((one) => one.party === mine.value?.party) ?? null);

	/** Reads the document again after the server refused the digest, and tells the differences. */
	async function readAgain(): Promise<void> {
		const before = loaded.data.value?.pack;
		await loaded.reload();
		const now = loaded.data.value?.pack;
		changed.value = before && now && before.digest !== now.digest ? between(before.display, now.display) : [];
	}

	async function signed(): Promise<void> {
		changed.value = null;
		done.value = true;
		await loaded.reload();
	}

	return { ...loaded, mine, party, changed, done, readAgain, signed };
}
