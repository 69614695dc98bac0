package oauth

import (
	_ "golang.org/x/sync/singleflight"
	_ "rsc.io/qr"
)
