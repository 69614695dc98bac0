package storage

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"
)

// plant makes a tree of the goals in the file. Errors: ErrDamaged when they make none.
func (u *User) plant(ctx context.Context, db queryer, clock *Clock) (*Tree, error) {
	p := newPlanting(page, clock)
	if err := u.goals(ctx, db, p.add); err != nil {
		return nil, err
	}
	tree, err := p.grown()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return tree, nil
}

// page is how many goals are read at once, and goalPage reads so many as one text: with
// 100,000 goals most of the time would go into handing over single columns.
const (
	page     = 4096
	goalPage = `SELECT count(*), coalesce(group_concat(goal, char(0)), '') FROM (
		SELECT concat_ws(char(0), id, parent, position, name, description,
			ifnull(due, ''), ifnull(created, ''), ifnull(completed, ''), extra) AS goal
		FROM goal WHERE user = ? AND id > ? ORDER BY id LIMIT ?)`
)

// goalTexts is a page of goals as it comes from the file.
type goalTexts struct {
	count int
	text  string
}

// columns is how many texts a goal is, each with a NUL before it but the very first.
const columns = 9

// last is the id of the last goal; "" when there is none. To ask the file for it takes a
// tenth of the reading.
func (p goalTexts) last() GoalID {
	end := len(p.text)
	for range columns {
		end = strings.LastIndexByte(p.text[:max(end, 0)], 0)
	}
	id, _, _ := strings.Cut(p.text[end+1:], "\x00")
	return GoalID(id)
}

// goals hands over all goals, also those that are Nowhere, in the order of their ids: one
// page while the next is read from the file, which takes as long again. Errors: ErrDamaged
// for a text that no version of this program has written.
func (u *User) goals(ctx context.Context, db queryer, add func(Goal)) error {
	pages := make(chan goalTexts, 1)
	both, ctx := errgroup.WithContext(ctx)
	both.Go(func() error {
		defer close(pages)
		return u.goalPages(ctx, db, pages)
	})
	both.Go(func() error {
		var texts arena
		for p := range pages {
			if err := p.goals(&texts, add); err != nil {
				return err
			}
		}
		return nil
	})
	return both.Wait()
}

// goalPages reads the pages.
func (u *User) goalPages(ctx context.Context, db queryer, pages chan<- goalTexts) error {
	for p := (goalTexts{count: page}); p.count == page; {
		if err := db.QueryRowContext(ctx, goalPage, u.id, p.last(), page).Scan(&p.count, &p.text); err != nil {
			return known(err)
		}
		select {
		case pages <- p:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// goals hands over the goals of a page; what they keep of its text is copied into texts.
func (p goalTexts) goals(texts *arena, add func(Goal)) error {
	if p.count > 0 && strings.Count(p.text, "\x00") != columns*p.count-1 {
		return fmt.Errorf("%w: a goal's text has a NUL in it, before goal %q", ErrDamaged, p.last())
	}
	text := p.text
	for range p.count {
		var id, parent, position, name, description, due, created, completed, extra string
		for _, field := range []*string{&id, &parent, &position, &name, &description, &due, &created, &completed, &extra} {
			*field, text, _ = strings.Cut(text, "\x00")
		}
		goal := Goal{
			ID: GoalID(texts.keep(id)), Parent: GoalID(parent), Position: texts.keep(position),
			Name: texts.keep(name), Description: texts.keep(description), Due: Date(texts.keep(due)), Extra: texts.keep(extra),
		}
		var err error
		if goal.Created, err = parseTime(created); err != nil {
			return err
		}
		if goal.Completed, err = parseTime(completed); err != nil {
			return err
		}
		add(goal)
	}
	return nil
}

// arena keeps many small texts in few large pieces of memory.
type arena struct{ piece strings.Builder }

func (a *arena) keep(text string) string {
	if a.piece.Cap()-a.piece.Len() < len(text) {
		a.piece = strings.Builder{}
		a.piece.Grow(max(len(text), 64<<10))
	}
	start := a.piece.Len()
	a.piece.WriteString(text)
	return a.piece.String()[start:]
}

// origins tells the tree where the goals in the trash were, so that they can go back.
func (u *User) origins(ctx context.Context, db queryer, tree *Tree) error {
	rows, err := db.QueryContext(ctx, `SELECT goal, old_parent, old_position FROM operation
		INDEXED BY operation_trashed WHERE user = ? AND parent = 'trash' AND old_parent NOT IN ('trash', 'nowhere')
		ORDER BY wall, count, device`, u.id)
	if err != nil {
		return known(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id GoalID
		var from origin
		if err := rows.Scan(&id, &from.parent, &from.position); err != nil {
			return err
		}
		if n := tree.entries[id]; n != nil {
			n.cameFrom(from)
		}
	}
	return known(rows.Err())
}
