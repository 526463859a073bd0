import { readonly, ref } from "vue";

const narrow = matchMedia("(max-width: 767px)");
const phone = ref(narrow.matches);
narrow.addEventListener("change", (event) => (phone.value = event.matches));

/** Whether the page stands on a phone's width. */
export function usePhone() {
	return readonly(phone);
}
