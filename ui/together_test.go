package ui

import (
	"context"
	"testing"

	"overachiever/oauth"
	"overachiever/ui/account"
)

// slowSessions answers when it is told to.
type slowSessions struct {
	*fakeSessions
	asked, answer chan struct{}
}

func (s *slowSessions) Restore(ctx context.Context, p oauth.Profile) error {
	s.asked <- struct{}{}
	<-s.answer
	return s.fakeSessions.Restore(ctx, p)
}

// apart signs in as Grace and Ada, brings both together and takes that back; Ada is open.
func (b *bench) apart() {
	b.t.Helper()
	b.signInAs(grace())
	b.name("Compiler")
	b.signInAs(ada())
	b.connect(grace())
	b.reads("Bring both together")
	b.press("Bring both together")
	b.reads("1 goal of @grace moved here.")
	b.until("it can be undone", func() bool { return b.w.menus.shown.undo == "Undo bringing together" })
	b.w.undo()
	b.until("they are two again", func() bool {
		people, err := b.w.desk.People(b.t.Context())
		return err == nil && len(people) == 2
	})
}

func TestWhoWasBroughtTogetherMeanwhileIsOpenedTogether(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.apart()
	into := b.w.goals.person.User
	slow := &slowSessions{b.sessions, make(chan struct{}), make(chan struct{})}
	b.w.desk.Sessions = slow
	b.w.switchPerson()
	b.reads("@grace")
	b.press("Open") // Grace, who is a person of her own
	<-slow.asked
	b.w.goals.view.do(b.w.goals.model.Redo) // as from before, where the disk is slow
	close(slow.answer)
	go func() {
		for range slow.asked {
		}
	}()
	b.until("goals are opened", func() bool { return b.w.goals != nil && b.w.goals.person.Profile.Login == "grace" })
	if b.w.goals.person.User != into {
		t.Error("goals are open that no account opens")
	}
}

func TestASignInWhileTwoBecomeOneIsNoSurprise(t *testing.T) {
	b := newBench(t, t.TempDir())
	b.apart()
	into := b.w.goals.person.User
	b.w.openVisit(account.Visit{Provider: b.atWork(), Prompt: oauth.Prompt{Login: "ada"}})
	b.reads("Waiting ")
	b.w.goals.view.do(b.w.goals.model.Redo) // as from before, where the disk is slow
	b.sessions.answer <- signInAnswer{profile: grace()}
	b.reads("Go to my goals")
	if b.w.goals.person.User != into || b.says("You are now") {
		t.Errorf("it says %q", b.screen())
	}
}
