export { asText, sentenceOf, ServerError, type ErrorKind } from "./errors.ts";
export { ask, call, create, download, get, query, remove, update, upload, type Args, type StoredFile } from "./http.ts";
export { lookNow, unread, useChanges, type Changed } from "./changes.ts";
export { forgot, renew, setLanguage, setPassword, signIn, signOut, start, useSession } from "./session.ts";
export { useSending } from "./sending.ts";
export { type Boot, type DemoPerson, type DocTypeInfo } from "./types.ts";
