package oauth

// Google is Google, by OpenID Connect, or a stand-in at base. Errors match ErrBadURL.
// A refresh token comes without being asked for; codes for other devices are for
// programs registered as a device.
// https://developers.google.com/identity/protocols/oauth2/native-app
func Google(base string, app App) (Provider, error) {
	base, err := place(base, "https://accounts.google.com")
	if err != nil {
		return Provider{}, err
	}
	p, err := OpenID(base, app)
	p.ID = "google"
	p.Name = "Google"
	p.CallbackPath = "/callback/google"
	p.Secret = SecretNeeded
	p.NoCode = true
	p.RegistrationPage = "https://console.cloud.google.com/auth/clients"
	p.Steps = `Create a client and choose "Desktop app": it needs no callback address.`
	p.ConnectionPage = "https://myaccount.google.com/connections"
	return p, err
}
