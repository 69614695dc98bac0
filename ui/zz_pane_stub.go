package ui

// Stand-ins until the frame brings its own.

func (p *goalsPage) restore() { p.view.do(p.model.Restore) }

func (p *goalsPage) askErase() {
	p.w.ask("Delete for ever?", "Nothing brings it back.",
		choice{"Delete for ever", func() { p.view.do(p.model.Erase) }}, choice{"Keep in the trash", nil})
}
