package account

import (
	"context"

	"overachiever/oauth"
	"overachiever/storage"
)

// ProviderOf is where an identity signed in, to sign in there again.
func (d *Desk) ProviderOf(ctx context.Context, identity storage.Profile) (oauth.Provider, error) {
	return d.provider(ctx, Person{Profile: identity})
}
