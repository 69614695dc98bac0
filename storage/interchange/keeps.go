package interchange

// Keeps says, in a person's words, what of the goals a file of this format keeps.
func (f Format) Keeps() string {
	switch f {
	case JSON:
		return "Everything, to be read again without loss."
	case Markdown:
		return "Names, due days and texts; GitHub shows it."
	case OPML:
		return "Everything; outliners read the names."
	case ICalendar:
		return "Everything; calendars read it."
	case CSV:
		return "Everything, a row for each goal."
	case TodoTxt:
		return "Names, days and what is below what; no texts."
	}
	return ""
}
