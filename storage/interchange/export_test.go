package interchange

// ImportUpTo is Import with another limit than MaxBytes.
var ImportUpTo = importUpTo
