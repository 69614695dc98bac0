package oauth

import "strings"

// words says in plain words what a kind of failure means and what to do next.
func (p Provider) words(kind error) (sentence, next string) {
	Who, who := p.called()
	switch kind {
	case ErrDenied:
		return "You said no on " + who + "'s page, so nobody was signed in.",
			"Try again if that was not what you meant."
	case ErrTimedOut:
		return "The sign-in was not finished in the browser in time.",
			"Try again, and press Authorize on the page that opens."
	case ErrCancelled:
		return "The sign-in was cancelled.",
			"Try again whenever you like."
	case ErrNoApp:
		return "Overachiever is not registered with " + who + " yet.",
			"Enter a client ID and a client secret first."
	case ErrWrongSecret:
		return Who + " does not accept Overachiever's client ID or client secret.",
			"Copy both again from " + who + " into the registration, then try again."
	case ErrCodeExpired:
		return Who + "'s permission ran out before the sign-in was finished.",
			"Try again."
	case ErrRedirect:
		return Who + " does not know the address that the browser should come back to.",
			"Enter " + strings.Join(p.CallbackURLs(), ", ") + " as the callback URL of the app at " + who + ", then try again."
	case ErrProviderDown:
		return Who + " has a problem of its own right now.",
			"Try again in a few minutes."
	case ErrOffline:
		return Who + " could not be reached.",
			"Check the internet connection, then try again. Your goals work without it."
	case ErrPortal:
		return "Something else on this network answered in place of " + who + ".",
			"Hotels and airports do this until you log in to their network: open any web page, log in, then try again."
	case ErrCertificate:
		return "It could not be made sure that this is really " + who + ".",
			"Check this computer's date and its network, then try again."
	case ErrIssuer:
		return "The answer in the browser did not come from " + who + ", so it was not used.",
			"Try again, and use only the page that Overachiever opens."
	case ErrDiscovery:
		return "No sign-in that Overachiever understands was found at " + who + ".",
			"Check its address, and whether that ends with a slash, then try again."
	case ErrIdentity:
		return Who + " did not prove who you are, so nobody was signed in.",
			"Try again. If it stays so, tell whoever runs " + who + "."
	case ErrBrowser:
		return "The browser could not be opened.",
			"Copy the link and open it in a browser on this computer."
	case ErrNoCode:
		return Who + " has no sign-in with a code.",
			"Sign in with the browser instead."
	case ErrListen:
		return "This computer does not let Overachiever wait for the browser's answer.",
			"Look whether a firewall or security program blocks Overachiever, then try again."
	case ErrSignedOut:
		return Who + " no longer accepts this sign-in.",
			"Sign in again. Your goals stay as they are."
	case ErrSlowDown:
		return Who + " asks to wait a while.",
			"Try again in a few minutes."
	case ErrNotSignedIn:
		return "You are not signed in on this computer.",
			"Sign in again. Your goals stay as they are."
	}
	return Who + " answered in a way that Overachiever does not understand.",
		"Try again in a few minutes. If it stays so, look for a newer Overachiever."
}

// called is the provider's name at the beginning and in the middle of a sentence.
func (p Provider) called() (start, middle string) {
	if p.ID == "demo" {
		return "The demo account", "the demo account"
	}
	return p.Name, p.Name
}
