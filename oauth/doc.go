// Package oauth signs people in: the authorization code flow with PKCE through
// the system's browser and a loopback listener, their profile, and their token in
// the operating system's keyring.
//
// It knows nothing of goals or windows. Everything from outside is handed in
// through Sessions, and everything that a provider, a browser or a neighbour on
// this computer sends is untrusted. What fails is a Failure, which has words for
// the person and no secret for the log.
//
// The rules it obeys are those of RFC 8252 (native apps), RFC 7636 (PKCE),
// RFC 9207 (issuer) and RFC 9700 (best current practice).
package oauth
