package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Icon is a picture of ours, in 24 by 24 units. Its shapes are filled: the toolkit gives
// the colours of its theme to no lines.
type Icon string

// The icons there are.
const (
	IconGoals     Icon = `<circle cx="4.5" cy="6" r="2"/><rect x="9" y="5" width="12" height="2"/><circle cx="8.5" cy="12" r="2"/><rect x="13" y="11" width="8" height="2"/><circle cx="8.5" cy="18" r="2"/><rect x="13" y="17" width="8" height="2"/>`
	IconToday     Icon = `<path d="M5 4h2V2h2v2h6V2h2v2h2a2 2 0 0 1 2 2v13a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM5 9v10h14V9z"/><rect x="7" y="11" width="5" height="5"/>`
	IconUpcoming  Icon = `<path d="M12 2a10 10 0 0 1 0 20a10 10 0 0 1 0-20zM12 4a8 8 0 0 0 0 16a8 8 0 0 0 0-16z"/><path d="M11 7h2v4.6l3.4 3.4l-1.4 1.4l-4-4z"/>`
	IconCompleted Icon = `<path d="M12 2a10 10 0 0 1 0 20a10 10 0 0 1 0-20zM12 4a8 8 0 0 0 0 16a8 8 0 0 0 0-16z"/><path d="M10.6 16.2l-4-4l1.4-1.4l2.6 2.6l5.4-5.4l1.4 1.4z"/>`
	IconTrash     Icon = `<path d="M9 3h6v1.5h5v2H4v-2h5zM6 8h12v11a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2zM8 10v9h8v-9z"/>`
	IconStar      Icon = `<path d="M12 2l2.9 6.4l6.9.8l-5.1 4.7l1.4 6.9L12 17.3l-6.1 3.5l1.4-6.9L2.2 9.2l6.9-.8zM12 6.8l-1.6 3.4l-3.8.5l2.8 2.6l-.8 3.8l3.4-1.9l3.4 1.9l-.8-3.8l2.8-2.6l-3.8-.5z"/>`
	IconStarFull  Icon = `<path d="M12 2l2.9 6.4l6.9.8l-5.1 4.7l1.4 6.9L12 17.3l-6.1 3.5l1.4-6.9L2.2 9.2l6.9-.8z"/>`
)

// In is the icon in a colour of the theme.
func (i Icon) In(color fyne.ThemeColorName) fyne.Resource {
	// The toolkit tells pictures apart by their names.
	name := map[Icon]string{
		IconGoals: "goals", IconToday: "today", IconUpcoming: "upcoming", IconCompleted: "completed",
		IconTrash: "trash", IconStar: "star", IconStarFull: "star-full",
	}[i]
	picture := `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">` + string(i) + `</svg>`
	return theme.NewColoredResource(fyne.NewStaticResource(name+".svg", []byte(picture)), color)
}
