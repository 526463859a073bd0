import { shallowRef } from "vue";

export interface Question {
	title: string;
	text?: string;
	/** What the button says that does it. */
	action: string;
	danger?: boolean;
	/** Asks for a reason of at least so many characters. */
	reason?: { label: string; least: number };
}

export interface Asked extends Question {
	answer: (reason: string | null) => void;
}

export const asked = shallowRef<Asked | null>(null);

/** Asks the person; resolves with the reason ("" where none is asked for), or null when they think better of it. */
export function confirm(question: Question): Promise<string | null> {
	asked.value?.answer(null);
	return new Promise((resolve) => {
		asked.value = {
			...question,
			answer: (reason) => {
				asked.value = null;
				resolve(reason);
			},
		};
	});
}
